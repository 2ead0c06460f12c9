package io.loom.bench.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that can be put forward. Safe for many threads.
final class LeapingClock implements InstantSource {
  private final InstantSource clock;
  private final AtomicLong ahead = new AtomicLong();

  LeapingClock(InstantSource clock) {
    this.clock = clock;
  }

  void leap(Duration time) {
    ahead.addAndGet(time.toMillis());
  }

  @Override
  public Instant instant() {
    return clock.instant().plusMillis(ahead.get());
  }
}
