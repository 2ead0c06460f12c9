package io.loom.server.bead;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.NewBead;
import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.event.EventLog;
import io.loom.server.reach.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The bead feature on a fresh database with one project, `demo`, and a clock that stands still.
final class BeadWorld implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  static final Actor ADA = Actor.everywhere("user:ada");
  static final Duration LEASE = Duration.ofMinutes(10);

  final MutableClock clock = new MutableClock(NOON);
  final Ids ids = new Ids(clock);
  final Database database;
  final EventLog events;
  final BeadService beads;

  BeadWorld(DatabaseKind kind) {
    database = kind.fresh("db/server");
    events = new EventLog(clock, ids, database.dialect());
    beads = new BeadService(database, events, clock, ids);
    project("demo");
  }

  void project(String id) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO projects (id, name, git_repo, branch, beads_path, bead_prefix,
                  git_auth_method, git_strategy, status, is_perpetual, is_sticky, context, ready,
                  readiness, created_ms, updated_ms)
                VALUES (:id, :id, '', 'main', '.beads', :id, 'none', 'direct', 'open', 0, 0, '{}',
                  1, '[]', 0, 0)
                """)
            .bind("id", id)
            .execute());
  }

  /// A new task, made a second after the one before.
  String given(String title) {
    return given(NewBead.of("demo", title, "task", "", 2));
  }

  String given(NewBead bead) {
    clock.advance(Duration.ofSeconds(1));
    return done(beads.create(ADA, bead)).id();
  }

  Bead find(String id) {
    return beads.find(ADA, id).orElseThrow();
  }

  Optional<Long> take(String id, String run) {
    return database.write(handle -> beads.take(handle, id, run, clock.instant().plus(LEASE)));
  }

  boolean release(String id, String run, long fence, Release release) {
    return database.write(handle -> beads.release(handle, id, run, fence, release));
  }

  List<String> dispatchable() {
    return database.read(
        handle -> beads.dispatchable(handle, clock.instant(), 100).stream().map(Bead::id).toList());
  }

  List<String> ready() {
    return database.read(handle ->
        beads.listReady(handle, "demo", clock.instant(), 100).stream().map(Bead::id).toList());
  }

  BeadFile.Import read(String file) {
    var parsed = BeadFile.parse(file.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return database.write(handle -> beads.importFile(handle, "demo", parsed));
  }

  /// The types of all events, oldest first.
  List<String> eventTypes() {
    return database.read(handle ->
        handle.createQuery("SELECT type FROM events ORDER BY seq").mapTo(String.class).list());
  }

  static Bead done(BeadResult result) {
    assertThat(result).isInstanceOf(BeadResult.Done.class);
    return ((BeadResult.Done) result).bead();
  }

  @Override
  public void close() {
    database.close();
  }
}
