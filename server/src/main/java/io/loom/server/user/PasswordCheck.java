package io.loom.server.user;

/// What comparing a password with a hash came to.
public enum PasswordCheck {
  MATCHES,
  DIFFERS,
  /// Too many wait to have theirs compared.
  BUSY
}
