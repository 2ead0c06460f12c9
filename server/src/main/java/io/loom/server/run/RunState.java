package io.loom.server.run;

import java.util.Locale;

/// Where a run stands. The stored name is the lower-case enum name: add states, never rename one.
public enum RunState {
  /// A worker has it, or will soon.
  ACTIVE,
  /// A person paused it.
  PAUSED,
  /// A question waits for an answer.
  WAITING,
  /// Its result is in the merge queue.
  MERGING,
  ENDED;

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RunState parse(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
