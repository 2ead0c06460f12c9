package io.loom.server.auth;

import java.time.Duration;

/// What an attempt to change one's password comes to.
sealed interface PasswordChange {
  record Changed() implements PasswordChange {}

  record NoSuchUser() implements PasswordChange {}

  /// The current password is another one.
  record Wrong() implements PasswordChange {}

  /// The new password may not be taken.
  ///
  /// @param reason half a sentence
  record Unfit(String reason) implements PasswordChange {}

  record TooMany(Duration pause) implements PasswordChange {}

  record Busy() implements PasswordChange {}
}
