package io.loom.weaver.local;

/// Whether commands are put into control groups. Names are configuration: add, never rename.
public enum LimitEnforcement {
  /// As far as this machine lets us; the platform's report says how far that is.
  WHERE_POSSIBLE,
  OFF
}
