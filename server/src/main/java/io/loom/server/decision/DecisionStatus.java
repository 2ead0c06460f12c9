package io.loom.server.decision;

import java.util.Locale;

/// Whether a question still waits. A name is stored and public in lower case: never rename one.
public enum DecisionStatus {
  OPEN,
  CLOSED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DecisionStatus of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
