package io.loom.server.secret;

/// What came of a request for a secret.
public sealed interface SecretChange {
  /// It is done.
  ///
  /// @param secret as it is now, or as it was before it was deleted
  record Done(StoredSecret secret) implements SecretChange {}

  /// The caller may know of no such scope, or there is none.
  record NoSuchScope(SecretScope scope) implements SecretChange {}

  /// The scope has no secret of this name.
  record NoSuchSecret(SecretScope scope, String name) implements SecretChange {}

  /// The scope has a secret of this name already.
  record NameTaken(SecretScope scope, String name) implements SecretChange {}

  /// The caller may see the names of the scope's secrets, and no more.
  record MayOnlyList(SecretScope scope) implements SecretChange {}
}
