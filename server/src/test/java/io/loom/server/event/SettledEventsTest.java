package io.loom.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.EventType;
import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sequence numbers that are given out before commit, as PostgreSQL does.
@Timeout(60)
class SettledEventsTest {
  record Created(String subject, String projectId) implements Event {
    @Override
    public EventType type() {
      return EventType.BEAD_CREATED;
    }
  }

  /// A transaction that goes on when it is told to.
  private final class Slow implements AutoCloseable {
    private final CountDownLatch numbered = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final java.util.concurrent.ExecutorService thread = Executors.newSingleThreadExecutor();
    private final boolean fails;

    Slow(String first, String second, boolean fails) throws InterruptedException {
      this.fails = fails;
      var _ =
          thread.submit(() -> database.change(transaction -> write(transaction, first, second)));
      numbered.await();
    }

    private void write(Handle transaction, String first, String second) {
      append(transaction, first);
      numbered.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (fails) {
        throw new IllegalStateException("rolled back, as the test wants");
      }
      append(transaction, second);
    }

    void end() {
      go.countDown();
      thread.close();
    }

    @Override
    public void close() {
      end();
    }
  }

  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final Database database = DatabaseKind.POSTGRESQL.fresh("db/server");
  private final EventLog log = new EventLog(clock, new Ids(clock), database.dialect());
  private final SettledEvents events = SettledEvents.fromNow(database, log);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void eventOfAnOpenTransactionIsWaitedFor() throws Exception {
    try (var slow = new Slow("early", "late", false)) {
      append("other");
      assertThat(next()).isEmpty();
      assertThat(events.isWaiting()).isTrue();

      slow.end();
      assertThat(next()).containsExactly("early", "other", "late");
      assertThat(events.isWaiting()).isFalse();
    }
  }

  @Test
  void numberTakenByAnOlderTransactionAfterOthersHidesNone() throws Exception {
    try (var older = new Slow("1", "3", false);
        var younger = new Slow("2", "4", false)) {
      older.end();
      // 1 and 3 are committed; 2 is not.
      assertThat(next()).containsExactly("1");
      assertThat(next()).isEmpty();

      younger.end();
      assertThat(next()).containsExactly("2", "3", "4");
    }
  }

  @Test
  void numberThatWasRolledBackIsPassed() throws Exception {
    try (var failing = new Slow("never", "never", true)) {
      append("other");
      assertThat(next()).isEmpty();

      failing.end();
      assertThat(next()).containsExactly("other");
      append("more");
      assertThat(next()).containsExactly("more");
    }
  }

  @Test
  void onlyWhatComesLaterIsRead() {
    append("before");
    var later = SettledEvents.fromNow(database, log);
    append("after");

    assertThat(later.next(10)).extracting(StoredEvent::subject).containsExactly("after");
  }

  private List<String> next() {
    return events.next(10).stream().map(StoredEvent::subject).toList();
  }

  private void append(String subject) {
    database.change(transaction -> append(transaction, subject));
  }

  private void append(Handle transaction, String subject) {
    log.append(transaction, "system", new Created(subject, "demo"));
  }
}
