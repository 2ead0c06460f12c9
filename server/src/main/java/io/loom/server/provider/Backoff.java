package io.loom.server.provider;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before a call is tried again.
public final class Backoff {
  private static final long FIRST_MS = 1_000;
  private static final long LONGEST_MS = 120_000;

  private Backoff() {}

  /// Doubles with each attempt from about 1 s to 2 min. Half of it is random, so that many who
  /// failed together do not come back together.
  ///
  /// @param attempt the number of attempts that failed, from 1
  public static Duration delay(int attempt, RandomGenerator random) {
    long full = Math.min(LONGEST_MS, FIRST_MS << Math.clamp(attempt, 0, 20));
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }

  /// The same, but never sooner than the provider asked for.
  public static Duration delay(
      int attempt, RandomGenerator random, ModelOutcome.Retryable outcome) {
    var own = delay(attempt, random);
    return outcome.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
  }
}
