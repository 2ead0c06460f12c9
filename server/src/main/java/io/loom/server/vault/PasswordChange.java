package io.loom.server.vault;

/// What came of changing the password of the vault.
public sealed interface PasswordChange {
  /// The new password opens the vault from the next start on.
  ///
  /// @param passwords how many open it now
  record Changed(int passwords) implements PasswordChange {}

  /// What was given as the present password opens nothing.
  record WrongPassword() implements PasswordChange {}

  /// What becomes of the old password.
  enum Old {
    /// It opens the vault too, until a start with the new one.
    WORKS_UNTIL_NEXT_START,
    ENDS_AT_ONCE
  }
}
