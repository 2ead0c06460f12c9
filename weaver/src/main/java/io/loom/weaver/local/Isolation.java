package io.loom.weaver.local;

/// Which isolator a platform is to use. Names are configuration: add, never rename.
public enum Isolation {
  /// The first that works here.
  AUTO,
  BUBBLEWRAP,
  UNSHARE
}
