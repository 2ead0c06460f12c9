package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Another password for the vault.
///
/// @param currentPassword that opens it now
/// @param newPassword what `LOOM_PASSWORD` is at the next start
/// @param immediate whether the old password ends at once; else it opens the vault too, until a
///   start with the new one
public record VaultPasswordRequest(
    @Nullable String currentPassword, @Nullable String newPassword, @Nullable Boolean immediate) {
  /// Leaves the passwords out, for logs.
  @Override
  public String toString() {
    return "VaultPasswordRequest[immediate=%s]".formatted(immediate);
  }
}
