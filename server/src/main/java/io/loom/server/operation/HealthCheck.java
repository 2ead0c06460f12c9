package io.loom.server.operation;

/// Looks at one thing that Loom depends on. Called from many threads; it may block, but what takes
/// longer than the time limit counts as unhealthy.
public interface HealthCheck {
  /// Public, as a key of `/health`: never renamed.
  String name();

  HealthReport check();
}
