package io.loom.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.EventType;
import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import io.loom.server.MutableClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Who reads which events, from the list and from a stream, on both databases.
@ParameterizedClass
@EnumSource
class EventAccessTest {
  record Happened(EventType type, @Nullable String projectId, String subject) implements Event {}

  private static final Reach MINE = new Reach.Projects(Set.of("mine"));
  private static final Caller MEMBER = caller(MINE, "events:read");
  private static final Caller WITH_PROVIDERS = caller(MINE, "events:read", "providers:read");
  private static final Caller STRANGER = caller(new Reach.Projects(Set.of()), "events:read");

  private final Database database;
  private final EventLog log;

  EventAccessTest(DatabaseKind kind) {
    database = kind.fresh("db/server");
    var clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
    log = new EventLog(clock, new Ids(clock), database.dialect());
    append(EventType.BEAD_CREATED, "mine", "1");
    append(EventType.BEAD_CREATED, "theirs", "2");
    append(EventType.AGENT_UPDATED, null, "3");
    append(EventType.PROVIDER_UPDATED, null, "4");
    append(EventType.USER_CREATED, null, "5");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Caller caller(Reach reach, String... permissions) {
    return new Caller("user-eve", "eve", Set.of(permissions), reach);
  }

  private void append(EventType type, @Nullable String project, String subject) {
    database.change(handle -> log.append(handle, "system", new Happened(type, project, subject)));
  }

  @Test
  void eventsAreReadByThoseWhomTheyConcern() {
    assertThat(read(Caller.LOCAL_ADMIN)).containsExactly("5", "4", "3", "2", "1");
    assertThat(read(MEMBER)).containsExactly("1");
    assertThat(read(WITH_PROVIDERS)).containsExactly("4", "1");
    assertThat(read(STRANGER)).isEmpty();
    assertThat(read(caller(Reach.EVERYTHING, "events:read"))).containsExactly("2", "1");
    assertThat(read(caller(MINE, "events:read", "system:admin")))
        .containsExactly("5", "4", "3", "1");
  }

  /// What the list shows, which is what a stream shows.
  private List<String> read(Caller caller) {
    var access = EventAccess.of(caller);
    var listed =
        database.read(handle -> log.newest(handle, access, "", "", 10)).stream()
            .map(StoredEvent::subject)
            .toList();
    var streamed =
        database.read(handle -> log.newest(handle, "", "", 10)).stream()
            .filter(access::takes)
            .map(StoredEvent::subject)
            .toList();
    assertThat(streamed).isEqualTo(listed);
    return listed;
  }

  @Test
  void readerOfAStreamLosesWhatIsTakenFromHim() {
    var now = new AtomicReference<>(Optional.of(MEMBER));
    var reader = new EventReader(MEMBER, _ -> now.get());
    var first = database.read(handle -> log.after(handle, 0, 1)).getFirst();
    assertThat(reader.takes(first)).isTrue();

    now.set(Optional.of(STRANGER));
    reader.recheck();
    assertThat(reader.takes(first)).isFalse();
    assertThat(reader.mayRead()).isTrue();

    now.set(Optional.of(caller(MINE)));
    reader.recheck();
    assertThat(reader.mayRead()).isFalse();
    now.set(Optional.of(MEMBER));
    reader.recheck();
    assertThat(reader.takes(first)).isFalse();
  }

  @Test
  void projectIsItsMakersFromItsFirstEventOn() {
    var reader = new EventReader(STRANGER, _ -> Optional.of(MEMBER));
    append(EventType.PROJECT_CREATED, "mine", "6");
    var events = database.read(handle -> log.after(handle, 0, 10));

    reader.follow(events.subList(0, 5));
    assertThat(reader.takes(events.getLast())).isFalse();
    reader.follow(events);
    assertThat(reader.takes(events.getLast())).isTrue();
  }
}
