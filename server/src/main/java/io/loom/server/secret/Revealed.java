package io.loom.server.secret;

import io.loom.base.Secret;

/// What came of asking for the value of a secret.
public sealed interface Revealed {
  /// @param version of the value
  record Value(StoredSecret secret, int version, Secret value) implements Revealed {}

  /// Nobody gets it, and why.
  record Refused(SecretChange why) implements Revealed {}
}
