package io.loom.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key that was just made.
///
/// @param key what opens; shown this once
/// @param keyPrefix its first characters, by which lists name it
public record CreatedApiKeyView(
    String id,
    String name,
    String key,
    String keyPrefix,
    String userId,
    List<String> permissions,
    Instant createdAt,
    @Nullable Instant expiresAt) {
  /// Leaves the key out, for logs.
  @Override
  public String toString() {
    return "CreatedApiKeyView[id=%s, name=%s]".formatted(id, name);
  }
}
