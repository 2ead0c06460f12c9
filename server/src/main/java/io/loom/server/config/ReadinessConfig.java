package io.loom.server.config;

import io.loom.ground.config.Default;

/// The settings under `readiness.`
public record ReadinessConfig(@Default("block") Mode mode) {
  /// What a project that is not ready means for its beads. The constant in lower case is the
  /// setting's value.
  public enum Mode {
    /// They wait until it is.
    BLOCK,
    /// They are worked on, and the project says what it lacks.
    WARN
  }
}
