package io.loom.server.operation;

import java.util.Locale;

/// How a dependency is, from good to bad. A name is public in lower case: never rename one.
public enum HealthStatus {
  HEALTHY,
  /// Nobody looked yet.
  UNKNOWN,
  /// Loom works, with less than it could.
  DEGRADED,
  /// Loom does not work.
  UNHEALTHY;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
