package io.loom.server.run;

import java.time.Duration;

/// How far one run may go.
///
/// @param turns exchanges with the model
/// @param time of work; waiting for people and for the merge queue does not count
/// @param costMicros micro-dollars, 0 for no limit; beyond it the run asks
/// @param attempts tries of one step
public record RunLimits(int turns, Duration time, long costMicros, int attempts) {
  public RunLimits {
    if (turns < 1 || !time.isPositive() || costMicros < 0 || attempts < 1) {
      throw new IllegalArgumentException(
          "run limits of %d turns, %s, %d, %d attempts"
              .formatted(turns, time, costMicros, attempts));
    }
  }
}
