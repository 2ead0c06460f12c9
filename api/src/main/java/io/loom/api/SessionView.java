package io.loom.api;

import java.time.Instant;

/// One sign-in of a user that has not ended.
///
/// @param address where it began
/// @param current whether the caller asks through it
public record SessionView(
    String id,
    String userId,
    Instant createdAt,
    Instant lastSeenAt,
    Instant expiresAt,
    String address,
    String userAgent,
    boolean current) {}
