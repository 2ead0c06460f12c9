package io.loom.server.user;

import io.loom.base.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What changes about a user; what is absent stays.
record UserUpdate(
    @Nullable String email,
    @Nullable Role role,
    @Nullable Secret passwordHash,
    @Nullable Boolean isActive) {
  User applyTo(User before, Instant now) {
    return new User(
        before.id(),
        before.username(),
        email == null ? before.email() : email,
        role == null ? before.role() : role,
        isActive == null ? before.isActive() : isActive,
        passwordHash == null && before.mustChange(),
        before.createdAt(),
        now);
  }

  /// Whether whoever is signed in as this user has to prove again that he may.
  boolean shutsOut(User before) {
    return passwordHash != null || (before.isActive() && Boolean.FALSE.equals(isActive));
  }
}
