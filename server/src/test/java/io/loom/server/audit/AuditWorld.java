package io.loom.server.audit;

import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A trail on a real database, with a sealer that a test starts and kills, and an attacker who can
/// write to the database.
final class AuditWorld implements AutoCloseable {
  static final Secret KEY = new Secret("a key that the database does not know");

  final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  final Ids ids = new Ids(clock);
  final DatabaseKind kind;
  final Database database;
  final AuditRepository records = new AuditRepository();
  final AuditSeals seals = new AuditSeals(KEY);
  final AuditTrail trail = new AuditTrail(records, seals, clock, ids);

  AuditWorld(DatabaseKind kind) {
    this.kind = kind;
    this.database = kind.fresh("db/server");
  }

  AuditSealer sealer() {
    return AuditSealer.start(database, records, seals, trail);
  }

  /// A chain of this many records, the one about its beginning among them.
  void chain(int length) {
    try (var _ = sealer()) {
      add(length - 1);
    }
  }

  /// Commits records that nobody has sealed yet.
  void add(int count) {
    database.change(handle ->
        IntStream.range(0, count)
            .forEach(i ->
                trail.add(
                    handle,
                    new AuditRecord.Actor("user:ada", "user-1", "session:s", ""),
                    "bead.updated",
                    new AuditRecord.Target("bead", "demo-" + i),
                    "demo",
                    AuditRecord.ALLOWED,
                    new AuditRecord.Origin("192.0.2.7", "r" + i, "PATCH", "/api/v1/beads/{id}"),
                    1,
                    "{\"status\":\"open\"}")));
    clock.advance(Duration.ofMinutes(1));
  }

  AuditCheck check() {
    return check(null);
  }

  AuditCheck check(@Nullable AuditAnchor noted) {
    return new AuditVerifier(database, seals).check(noted);
  }

  List<StoredRecord> sealed() {
    return database.read(handle -> records.sealedAfter(handle, 0, 100_000));
  }

  StoredRecord at(long n) {
    return database.read(handle -> records.sealedAfter(handle, n - 1, 1)).getFirst();
  }

  void awaitSealed(int count) {
    Awaitility.await().until(() -> sealed().size() == count);
  }

  /// What somebody does who has the password of the database: no trigger stops him.
  void attack(String... statements) {
    database.change(handle -> {
      triggers()
          .forEach((trigger, table) ->
              handle.execute(
                  switch (kind) {
                    case SQLITE -> "DROP TRIGGER IF EXISTS " + trigger;
                    case POSTGRESQL -> "DROP TRIGGER IF EXISTS " + trigger + " ON " + table;
                  }));
      for (var statement : statements) {
        handle.execute(statement);
      }
    });
  }

  private static Map<String, String> triggers() {
    return Map.of(
        "audit_records_start_unsealed", "audit_records",
        "audit_records_stay", "audit_records",
        "audit_records_stay_sealed", "audit_records",
        "audit_records_are_kept", "audit_records",
        "audit_heads_go_forward", "audit_heads",
        "audit_heads_are_kept", "audit_heads");
  }

  @Override
  public void close() {
    database.close();
  }
}
