package io.loom.server.apikey;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A key, without what opens.
///
/// @param userId whom it acts for
/// @param makerId whose rights it never exceeds
/// @param prefix its first characters, by which people know it
/// @param permissions what was asked for it
/// @param expiresAt absent when it never does
/// @param lastUsed to some seconds; absent before the first use
public record ApiKey(
    String id,
    String userId,
    String makerId,
    String name,
    String prefix,
    Set<String> permissions,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsed) {
  public ApiKey {
    permissions = Collections.unmodifiableSortedSet(new TreeSet<>(permissions));
  }

  boolean isExpired(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }

  /// Whether it is somebody's own.
  boolean concerns(String id) {
    return userId.equals(id) || makerId.equals(id);
  }
}
