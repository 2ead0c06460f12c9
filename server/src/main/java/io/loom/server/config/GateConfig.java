package io.loom.server.config;

import io.loom.ground.config.Default;
import java.time.Duration;

/// The settings under `gate.`
///
/// @param timeout for the build and test commands of one gate together
public record GateConfig(@Default("30m") Duration timeout) {
  public GateConfig {
    Checks.positive("gate.timeout", timeout);
  }
}
