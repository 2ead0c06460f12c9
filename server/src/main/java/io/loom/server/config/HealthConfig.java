package io.loom.server.config;

import io.loom.ground.config.Default;
import java.time.Duration;

/// The settings under `health.`
///
/// @param interval between two probes of a provider that works
public record HealthConfig(@Default("30s") Duration interval) {
  public HealthConfig {
    Checks.positive("health.interval", interval);
  }
}
