package io.loom.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loom.api.EventType;
import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class EventCleaningTest {
  record Created(String subject, String projectId) implements Event {
    @Override
    public EventType type() {
      return EventType.BEAD_CREATED;
    }
  }

  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final Database database;
  private final EventLog log;

  EventCleaningTest(DatabaseKind kind) {
    database = kind.fresh("db/server");
    log = new EventLog(clock, new Ids(clock), database.dialect());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void oldEventsGoAndNewOnesStay() {
    append(6_000);
    clock.advance(Duration.ofDays(3));
    append(2);

    try (var _ = EventCleaning.start(database, clock, Duration.ofDays(2))) {
      await().until(() -> count() == 2);
    }
  }

  @Test
  void withoutARetentionAllEventsStay() {
    append(5);
    clock.advance(Duration.ofDays(3_000));

    EventCleaning.start(database, clock, null).close();
    assertThat(count()).isEqualTo(5);
  }

  private void append(int count) {
    database.change(handle -> {
      for (int i = 0; i < count; i++) {
        log.append(handle, "system", new Created("demo-" + i, "p"));
      }
    });
  }

  private long count() {
    return database.read(
        handle -> handle.createQuery("SELECT COUNT(*) FROM events").mapTo(Long.class).one());
  }
}
