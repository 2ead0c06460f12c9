package io.loom.server.auth;

import io.loom.api.SessionView;
import java.time.Instant;

/// One sign-in of a user that has not ended.
///
/// @param lastSeenAt of the last request, to some seconds
/// @param address where it began
record Session(
    String id,
    String userId,
    Instant createdAt,
    Instant lastSeenAt,
    Instant expiresAt,
    String address,
    String userAgent) {
  SessionView view(String currentId) {
    return new SessionView(
        id, userId, createdAt, lastSeenAt, expiresAt, address, userAgent, id.equals(currentId));
  }
}
