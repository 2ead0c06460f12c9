package io.loom.server.config;

import io.loom.ground.config.Default;
import io.loom.ground.config.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The settings under `runs.`: how far one agent's work on one bead may go.
///
/// @param maxAttempts tries of one step
/// @param leaseTime how long a run keeps its bead without renewing the lease; after a crash, others
///   wait that long
/// @param maxTurns exchanges with the model
/// @param maxTime from start to end, waiting for decisions not counted
/// @param maxCost in dollars; null means no limit
/// @param turnTimeout for one answer of the model
public record RunsConfig(
    @Default("3") int maxAttempts,
    @Default("2m") Duration leaseTime,
    @Default("40") int maxTurns,
    @Default("2h") Duration maxTime,
    @Nullable BigDecimal maxCost,
    @Default("5m") Duration turnTimeout) {
  private static final int MICROS_DIGITS = 6;

  public RunsConfig {
    Checks.atLeast("runs.max_attempts", maxAttempts, 1);
    Checks.atLeast("runs.max_turns", maxTurns, 1);
    Checks.positive("runs.max_time", maxTime);
    Checks.positive("runs.turn_timeout", turnTimeout);
    if (leaseTime.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "runs.lease_time is %s; write 1s or more".formatted(Durations.format(leaseTime)));
    }
    if (maxCost != null) {
      checkCost(maxCost);
    }
  }

  /// The limit in millionths of a dollar; empty without one.
  public OptionalLong maxCostMicros() {
    return maxCost == null
        ? OptionalLong.empty()
        : OptionalLong.of(maxCost.movePointRight(MICROS_DIGITS).longValueExact());
  }

  private static void checkCost(BigDecimal cost) {
    if (cost.signum() <= 0
        || cost.stripTrailingZeros().scale() > MICROS_DIGITS
        || cost.compareTo(BigDecimal.valueOf(1_000_000_000)) > 0) {
      throw new IllegalArgumentException(
          "runs.max_cost is %s; write dollars above 0, like 2.50".formatted(cost));
    }
  }
}
