package io.loom.server.agent;

import java.util.Arrays;
import java.util.Locale;

/// What an agent does. A name is stored and public in lower case: add, never rename one.
public enum AgentStatus {
  /// Takes no work until somebody says so.
  PAUSED,
  /// Free to take a bead.
  IDLE,
  /// Has a bead.
  WORKING,
  /// Has a bead that waits for a decision.
  DECIDING,
  /// Has a bead that cannot go on.
  BLOCKED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException when there is no such status
  static AgentStatus of(String wireName) {
    return Arrays.stream(values())
        .filter(status -> status.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("an agent is never " + wireName));
  }
}
