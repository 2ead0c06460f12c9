package io.loom.ground.http;

/// What a caller showed to be who he is.
public sealed interface Credential {
  /// Nothing that holds: nobody is known.
  record None() implements Credential {}

  /// Nothing, on a server where nobody has to sign in.
  record Local() implements Credential {}

  /// A token or cookie of somebody who signed in.
  ///
  /// @param standing whether more is needed before its rights count
  record Session(String id, Standing standing) implements Credential {}

  /// A key made for programs.
  record Key(String id) implements Credential {}

  /// Whether a session has its rights already.
  enum Standing {
    FULL,
    /// Until the first password is changed.
    HELD_BACK
  }
}
