package io.loom.server.event;

import io.loom.ground.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Reads the log in order without ever passing an event that is not yet committed.
///
/// Where sequence numbers are given out before commit, a missing number belongs to a transaction
/// that is under way or was rolled back. Reading stops before it until every transaction that had
/// begun when it was missed has ended: a number that is missing then stays so. Not safe for several
/// threads.
final class SettledEvents {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(2);

  private final Database database;
  private final EventLog log;
  private long read;

  /// Numbers up to `seen` that are missing once the oldest transaction has reached `bound` will not
  /// come any more.
  private record Gap(long seen, long bound) {
    static final Gap NONE = new Gap(0, 0);
  }

  private Gap gap = Gap.NONE;

  private SettledEvents(Database database, EventLog log, long read) {
    this.database = database;
    this.log = log;
    this.read = read;
  }

  /// What comes after the newest event that is there now, and after all that could precede it.
  static SettledEvents fromNow(Database database, EventLog log) {
    long last = database.read(log::last);
    var events = new SettledEvents(database, log, last);
    long bound = database.read(log::transactionBound);
    long until = System.nanoTime() + PATIENCE.toNanos();
    // Not for ever: somebody else's transaction in the same PostgreSQL may take hours.
    while (!events.hasEnded(bound) && System.nanoTime() < until) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return events;
  }

  /// The number up to which all was read.
  long read() {
    return read;
  }

  /// Whether a number is missing before events that are there.
  boolean isWaiting() {
    return gap.seen() > read;
  }

  /// The next events in order, none when there are none or the next is not yet known.
  List<StoredEvent> next(int limit) {
    // Asked before the events are read: who ended before it is seen then.
    boolean isOver = isWaiting() && hasEnded(gap.bound());
    var events = database.read(queries -> log.after(queries, read, limit));
    int count = 0;
    long last = read;
    for (var event : events) {
      if (event.seq() != last + 1 && !(isOver && event.seq() <= gap.seen())) {
        break;
      }
      last = event.seq();
      count++;
    }
    read = last;
    if (count < events.size() && (!isWaiting() || isOver)) {
      gap = new Gap(events.getLast().seq(), database.read(log::transactionBound));
    }
    return List.copyOf(events.subList(0, count));
  }

  private boolean hasEnded(long bound) {
    return database.read(log::oldestTransaction) >= bound;
  }
}
