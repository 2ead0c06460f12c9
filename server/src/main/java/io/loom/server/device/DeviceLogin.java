package io.loom.server.device;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A program that asked to be signed in.
///
/// @param userId who decided; absent while nobody did
/// @param address where it runs, as the server sees it
/// @param userAgent what it says about itself
record DeviceLogin(
    State state,
    @Nullable String userId,
    String address,
    String userAgent,
    Instant createdAt,
    Instant expiresAt) {
  /// The stored name is the name in lower case: add states, never rename one.
  enum State {
    PENDING,
    APPROVED,
    DENIED;

    String stored() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
