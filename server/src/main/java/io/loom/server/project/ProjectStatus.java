package io.loom.server.project;

import java.util.Locale;

/// Where a project is in its life. A name is stored and public in lower case: add, never rename.
public enum ProjectStatus {
  OPEN,
  CLOSED,
  /// Like open, after it was closed once.
  REOPENED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ProjectStatus of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
