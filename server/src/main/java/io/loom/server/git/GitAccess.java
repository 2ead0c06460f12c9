package io.loom.server.git;

/// How git gets into a remote repository.
public sealed interface GitAccess {
  /// As anybody, or with what the server's own user has.
  record Open() implements GitAccess {}
}
