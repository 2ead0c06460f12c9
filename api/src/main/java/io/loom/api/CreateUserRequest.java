package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Asks for a new user.
///
/// @param role `admin`, `user`, `viewer` or `service`
/// @param password of at least 8 characters; a service user needs none
public record CreateUserRequest(
    @Nullable String username,
    @Nullable String email,
    @Nullable String role,
    @Nullable String password) {
  /// Leaves the password out, for logs.
  @Override
  public String toString() {
    return "CreateUserRequest[username=%s, role=%s]".formatted(username, role);
  }
}
