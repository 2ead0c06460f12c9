package io.loom.api;

import java.time.Instant;

/// A user, as the API shows him.
///
/// @param role `admin`, `user`, `viewer` or `service`
/// @param mustChangePassword whether the password is still the one Loom came with
public record UserView(
    String id,
    String username,
    String email,
    String role,
    boolean isActive,
    boolean mustChangePassword,
    Instant createdAt,
    Instant updatedAt) {}
