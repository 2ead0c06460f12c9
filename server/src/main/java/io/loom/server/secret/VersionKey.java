package io.loom.server.secret;

/// Which value of which secret.
record VersionKey(String secretId, int version) {
  /// Before all others.
  static final VersionKey FIRST = new VersionKey("", 0);
}
