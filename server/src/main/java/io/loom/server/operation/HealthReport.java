package io.loom.server.operation;

/// What a check found.
///
/// @param message says what is wrong and what helps; may be blank when all is well. Public: never a
///   secret
public record HealthReport(HealthStatus status, String message) {
  public static HealthReport healthy() {
    return new HealthReport(HealthStatus.HEALTHY, "");
  }

  public static HealthReport degraded(String message) {
    return new HealthReport(HealthStatus.DEGRADED, message);
  }

  public static HealthReport unhealthy(String message) {
    return new HealthReport(HealthStatus.UNHEALTHY, message);
  }
}
