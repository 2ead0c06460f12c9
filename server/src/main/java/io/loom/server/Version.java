package io.loom.server;

/// Which Loom this is.
final class Version {
  static final String CURRENT = "0.1.0";

  private Version() {}
}
