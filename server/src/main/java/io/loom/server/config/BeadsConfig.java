package io.loom.server.config;

import io.loom.ground.config.Default;
import java.time.Duration;

/// The settings under `beads.`
///
/// @param syncInterval how long changes are gathered before they become one commit of `.beads`
public record BeadsConfig(@Default("2s") Duration syncInterval) {
  public BeadsConfig {
    Checks.positive("beads.sync_interval", syncInterval);
  }
}
