package io.loom.server.apikey;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A key to be made, checked.
///
/// @param userId whom it acts for
/// @param life absent when it never expires
public record NewApiKey(
    String userId, String name, Set<String> permissions, @Nullable Duration life) {
  public NewApiKey {
    permissions = Set.copyOf(permissions);
  }
}
