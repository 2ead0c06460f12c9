package io.loom.server.provider;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Keeps calls away from a provider that fails again and again; one call per pause tries whether it
/// works again. Safe for many threads.
final class CircuitBreaker {
  private static final int OPENS_AFTER = 5;

  private final InstantSource clock;
  private final Duration pause;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private int failures;

  @GuardedBy("lock")
  private Instant blockedUntil = Instant.MIN;

  CircuitBreaker(InstantSource clock, Duration pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /// Asks to make a call. Nothing means go ahead, and then say how it went; otherwise the time
  /// after which to ask again.
  Optional<Duration> refusal() {
    var now = clock.instant();
    synchronized (lock) {
      if (failures < OPENS_AFTER) {
        return Optional.empty();
      }
      if (now.isBefore(blockedUntil)) {
        return Optional.of(Duration.between(now, blockedUntil));
      }
      // Whoever comes first tries. If he never says how it went, the next pause ends that.
      blockedUntil = now.plus(pause);
      return Optional.empty();
    }
  }

  void succeeded() {
    synchronized (lock) {
      failures = 0;
    }
  }

  void failed() {
    var now = clock.instant();
    synchronized (lock) {
      failures++;
      blockedUntil = now.plus(pause);
    }
  }
}
