package io.loom.bench.rehearse;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/// How many requests are at work, now and at most so far. Safe for many threads.
final class WorkCount {
  private final Object lock = new Object();

  @GuardedBy("lock")
  private int now;

  @GuardedBy("lock")
  private int peak;

  void begin() {
    synchronized (lock) {
      now++;
      peak = Math.max(peak, now);
    }
  }

  void end() {
    synchronized (lock) {
      now--;
      if (now == 0) {
        lock.notifyAll();
      }
    }
  }

  int peak() {
    synchronized (lock) {
      return peak;
    }
  }

  boolean awaitNone(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (lock) {
      while (now > 0) {
        long leftMillis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (leftMillis <= 0) {
          return false;
        }
        lock.wait(leftMillis);
      }
      return true;
    }
  }
}
