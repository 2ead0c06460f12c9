package io.loom.server.config;

import io.loom.ground.config.Default;
import java.time.Duration;

/// The settings under `beads.`
///
/// @param syncInterval how long changes are gathered before they become one commit of `.beads`
/// @param bdPath the program `bd`, for projects whose beads are in a Dolt database; a name is
///   looked for in PATH, and an empty one means that there is none
/// @param bdTimeout how long one call of it may take
public record BeadsConfig(
    @Default("2s") Duration syncInterval,
    @Default("bd") String bdPath,
    @Default("2m") Duration bdTimeout) {
  public BeadsConfig {
    Checks.positive("beads.sync_interval", syncInterval);
    Checks.positive("beads.bd_timeout", bdTimeout);
  }
}
