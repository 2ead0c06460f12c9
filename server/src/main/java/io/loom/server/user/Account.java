package io.loom.server.user;

import io.loom.base.Secret;
import org.jspecify.annotations.Nullable;

/// A user with what his password is checked against.
///
/// @param passwordHash absent when he cannot sign in with one
public record Account(User user, @Nullable Secret passwordHash) {
  /// Whether this is still the hash of his password.
  public boolean hasPassword(@Nullable Secret hash) {
    return passwordHash != null && hash != null && hash.equals(passwordHash);
  }
}
