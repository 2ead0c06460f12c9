package io.loom.server.device;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Bounds how many wrong codes are tried: so many by one person, so many by all together. Safe for
/// many threads.
///
/// A try counts as wrong until it is known to be right, so that many at once gain nothing.
final class GuessLimit {
  static final int MOST_OF_ONE = 10;
  static final int MOST_OF_ALL = 500;
  static final Duration PERIOD = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private Instant periodStart = Instant.EPOCH;

  @GuardedBy("lock")
  private final Map<String, Integer> wrong = new HashMap<>();

  @GuardedBy("lock")
  private int wrongOfAll;

  GuessLimit(InstantSource clock) {
    this.clock = clock;
  }

  /// Begins a try.
  ///
  /// @return how long to wait first, if so
  Optional<Duration> enter(String userId) {
    var now = clock.instant();
    synchronized (lock) {
      if (!periodStart.plus(PERIOD).isAfter(now)) {
        periodStart = now;
        wrong.clear();
        wrongOfAll = 0;
      }
      int own = wrong.getOrDefault(userId, 0);
      if (own >= MOST_OF_ONE || wrongOfAll >= MOST_OF_ALL) {
        return Optional.of(Duration.between(now, periodStart.plus(PERIOD)));
      }
      wrong.put(userId, own + 1);
      wrongOfAll++;
      return Optional.empty();
    }
  }

  /// The code was right.
  void right(String userId) {
    synchronized (lock) {
      if (wrong.computeIfPresent(userId, (_, count) -> Math.max(0, count - 1)) != null) {
        wrongOfAll = Math.max(0, wrongOfAll - 1);
      }
    }
  }
}
