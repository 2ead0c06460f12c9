package io.loom.server.config;

import io.loom.ground.config.Default;
import java.time.Duration;

/// The settings under `dispatch.`
///
/// @param maxHops dispatches of one bead; the next one is a person's decision
/// @param coolDown before a bead whose run failed is dispatched again
/// @param interval between two passes that nothing asked for; the safety net, not the pace
public record DispatchConfig(
    @Default("20") int maxHops,
    @Default("2m") Duration coolDown,
    @Default("5s") Duration interval) {
  public DispatchConfig {
    Checks.atLeast("dispatch.max_hops", maxHops, 1);
    Checks.positive("dispatch.interval", interval);
  }
}
