package io.loom.server.sync;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// When one project is looked at, one look at a time. Safe for many threads.
///
/// A project that is not settled is looked at again soon, and ever later while it stays so.
final class CheckTurn {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private final Duration interval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private Duration pause = FIRST_PAUSE;
  private long due = System.nanoTime();
  private boolean running;
  private boolean askedAgain;
  private long begun;
  private long done;

  /// @param interval between two looks at a project that is settled
  CheckTurn(Duration interval) {
    this.interval = interval;
  }

  /// Asks for a look at once, and for short pauses after it.
  ///
  /// @return the number of the first look that sees the world as it is now
  long ask() {
    lock.lock();
    try {
      pause = FIRST_PAUSE;
      due = System.nanoTime();
      askedAgain = running;
      return begun + 1;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the end of a look.
  ///
  /// @return whether it came in time
  boolean await(long look, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (done < look) {
        if (left <= 0) {
          return false;
        }
        left = ended.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Begins a look if one is due and none is under way.
  boolean begin() {
    lock.lock();
    try {
      if (running || due - System.nanoTime() > 0) {
        return false;
      }
      running = true;
      begun++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the look that is under way.
  ///
  /// @return whether another one is due already
  boolean end(ProjectCheck.Outcome outcome) {
    lock.lock();
    try {
      boolean again = askedAgain;
      running = false;
      askedAgain = false;
      done = begun;
      due = System.nanoTime() + (again ? 0 : pauseAfter(outcome).toNanos());
      ended.signalAll();
      return again;
    } finally {
      lock.unlock();
    }
  }

  private Duration pauseAfter(ProjectCheck.Outcome outcome) {
    return switch (outcome) {
      case SETTLED -> {
        pause = FIRST_PAUSE;
        yield interval;
      }
      case UNSETTLED -> {
        var now = pause;
        var next = pause.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
        yield now;
      }
    };
  }
}
