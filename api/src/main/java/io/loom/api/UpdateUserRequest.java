package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Changes a user. What is absent stays as it is.
///
/// @param password a new one; the user's sessions end
public record UpdateUserRequest(
    @Nullable String email,
    @Nullable String role,
    @Nullable String password,
    @Nullable Boolean isActive) {
  /// Leaves the password out, for logs.
  @Override
  public String toString() {
    return "UpdateUserRequest[email=%s, role=%s, isActive=%s]".formatted(email, role, isActive);
  }
}
