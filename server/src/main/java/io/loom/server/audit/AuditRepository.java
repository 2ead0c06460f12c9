package io.loom.server.audit;

import io.loom.ground.database.Dialect;
import io.loom.ground.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The tables of the audit trail. Every method works inside the transaction it is given.
final class AuditRepository {
  private static final String COLUMNS =
      """
      seq, id, n, ts_ms, actor, actor_id, credential, on_behalf_of, action, object_kind, object_id,
      project_id, outcome, address, request_id, method, route, occurrences, detail, mac, hash\
      """;

  void insert(Handle transaction, AuditRecord record, String mac) {
    var actor = record.actor();
    var origin = record.origin();
    Sql.of(
            transaction,
            """
            INSERT INTO audit_records (
              id, ts_ms, actor, actor_id, credential, on_behalf_of, action, object_kind, object_id,
              project_id, outcome, address, request_id, method, route, occurrences, detail, mac)
            VALUES (
              :id, :ts, :actor, :actorId, :credential, :onBehalfOf, :action, :kind, :object,
              :project, :outcome, :address, :request, :method, :route, :count, :detail, :mac)
            """)
        .bind("id", record.id())
        .bind("ts", record.time().toEpochMilli())
        .bind("actor", actor.name())
        .bind("actorId", actor.id())
        .bind("credential", actor.credential())
        .bind("onBehalfOf", actor.onBehalfOf())
        .bind("action", record.action())
        .bind("kind", record.target().kind())
        .bind("object", record.target().id())
        .bind("project", record.projectId())
        .bind("outcome", record.outcome())
        .bind("address", origin.address())
        .bind("request", origin.requestId())
        .bind("method", origin.method())
        .bind("route", origin.route())
        .bind("count", record.count())
        .bind("detail", record.detail())
        .bind("mac", mac)
        .execute();
  }

  /// Records that are not in the chain yet, in the order in which they were written.
  ///
  /// @param afterSeq 0 begins with the first
  List<StoredRecord> unsealed(Handle queries, long afterSeq, int limit) {
    return Sql.of(
            queries,
            "SELECT %s FROM audit_records WHERE n IS NULL AND seq > :after ORDER BY seq LIMIT :limit"
                .formatted(COLUMNS))
        .bind("after", afterSeq)
        .bind("limit", limit)
        .list(row -> toRecord(row));
  }

  /// The chain after a place, in its order.
  List<StoredRecord> sealedAfter(Handle queries, long n, int limit) {
    return Sql.of(
            queries,
            "SELECT %s FROM audit_records WHERE n > :after ORDER BY n LIMIT :limit"
                .formatted(COLUMNS))
        .bind("after", n)
        .bind("limit", limit)
        .list(row -> toRecord(row));
  }

  /// The highest place that a record has, 0 when none has one.
  long lastPlace(Handle queries) {
    return Sql.of(queries, "SELECT COALESCE(MAX(n), 0) AS n FROM audit_records")
        .first(row -> row.getLong("n"))
        .orElse(0L);
  }

  /// The last place before the first record that is younger; 0 when there is none.
  long lastPlaceBefore(Handle queries, long millis) {
    return Sql.of(
            queries,
            """
            SELECT COALESCE(
              (SELECT MIN(n) - 1 FROM audit_records WHERE n IS NOT NULL AND ts_ms >= :before),
              (SELECT MAX(n) FROM audit_records),
              0) AS n
            """)
        .bind("before", millis)
        .first(row -> row.getLong("n"))
        .orElse(0L);
  }

  /// Removes records up to the cut.
  ///
  /// @return how many, at most the limit
  int deleteCut(Handle transaction, int limit) {
    return Sql.of(
            transaction,
            """
            DELETE FROM audit_records
            WHERE id IN (
              SELECT id FROM audit_records
              WHERE n <= (SELECT n FROM audit_heads WHERE name = 'cut')
              ORDER BY n LIMIT :limit)
            """)
        .bind("limit", limit)
        .execute();
  }

  void seal(Handle transaction, String id, long n, String hash) {
    Sql.of(
            transaction,
            "UPDATE audit_records SET n = :n, hash = :hash WHERE id = :id AND n IS NULL")
        .bind("id", id)
        .bind("n", n)
        .bind("hash", hash)
        .execute();
  }

  Optional<ChainHead.Sealed> head(Handle queries, ChainHead.Kind kind) {
    return head(queries, kind, "");
  }

  /// The head, which nobody else changes until the transaction ends.
  Optional<ChainHead.Sealed> lockHead(Handle transaction, ChainHead.Kind kind, Dialect dialect) {
    return head(transaction, kind, dialect.forUpdate());
  }

  private static Optional<ChainHead.Sealed> head(
      Handle queries, ChainHead.Kind kind, String ending) {
    return Sql.of(queries, "SELECT n, hash, mac FROM audit_heads WHERE name = :name " + ending)
        .bind("name", name(kind))
        .first(row ->
            new ChainHead.Sealed(
                new ChainHead(row.getLong("n"), row.getString("hash")), row.getString("mac")));
  }

  /// @return whether there was none before
  boolean insertHead(Handle transaction, ChainHead.Kind kind, ChainHead head, String mac) {
    return bound(
                transaction,
                """
                INSERT INTO audit_heads (name, n, hash, mac) VALUES (:name, :n, :hash, :mac)
                ON CONFLICT (name) DO NOTHING
                """,
                kind,
                head,
                mac)
            .execute()
        == 1;
  }

  void updateHead(Handle transaction, ChainHead.Kind kind, ChainHead head, String mac) {
    bound(
            transaction,
            "UPDATE audit_heads SET n = :n, hash = :hash, mac = :mac WHERE name = :name",
            kind,
            head,
            mac)
        .execute();
  }

  private static Sql bound(
      Handle transaction, String text, ChainHead.Kind kind, ChainHead head, String mac) {
    return Sql.of(transaction, text)
        .bind("name", name(kind))
        .bind("n", head.n())
        .bind("hash", head.hash())
        .bind("mac", mac);
  }

  private static String name(ChainHead.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static StoredRecord toRecord(ResultSet row) throws SQLException {
    var record =
        new AuditRecord(
            row.getString("id"),
            Instant.ofEpochMilli(row.getLong("ts_ms")),
            new AuditRecord.Actor(
                row.getString("actor"),
                row.getString("actor_id"),
                row.getString("credential"),
                row.getString("on_behalf_of")),
            row.getString("action"),
            new AuditRecord.Target(row.getString("object_kind"), row.getString("object_id")),
            row.getString("project_id"),
            row.getString("outcome"),
            new AuditRecord.Origin(
                row.getString("address"),
                row.getString("request_id"),
                row.getString("method"),
                row.getString("route")),
            row.getLong("occurrences"),
            row.getString("detail"));
    return new StoredRecord(
        record, row.getLong("seq"), row.getLong("n"), row.getString("mac"), row.getString("hash"));
  }

  static String columns() {
    return COLUMNS;
  }
}
