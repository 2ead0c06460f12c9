package io.loom.server.user;

/// What a change of a user comes to.
sealed interface UserResult {
  record Done(User user) implements UserResult {}

  record NoSuchUser() implements UserResult {}

  record NameTaken(String username) implements UserResult {}

  /// Without him nobody could administer this Loom.
  record LastAdmin(String username) implements UserResult {}

  /// Something would be left without anybody who answers for it.
  ///
  /// @param reason a sentence
  record Needed(String reason) implements UserResult {}
}
