package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Changes the caller's own password.
///
/// @param oldPassword means the same as `currentPassword`
public record ChangePasswordRequest(
    @Nullable String currentPassword, @Nullable String oldPassword, @Nullable String newPassword) {
  /// Leaves the passwords out, for logs.
  @Override
  public String toString() {
    return "ChangePasswordRequest[]";
  }
}
