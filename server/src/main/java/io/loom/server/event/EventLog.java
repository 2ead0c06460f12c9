package io.loom.server.event;

import io.loom.base.Ids;
import io.loom.ground.database.Dialect;
import io.loom.ground.database.Sql;
import io.loom.ground.http.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The append-only log of events. Readers see an event only after its transaction commits.
///
/// Safe for many threads: it keeps no state of its own.
public final class EventLog {
  private static final String COLUMNS =
      "seq, id, type, ts_ms, source, project_id, subject, actor, data";

  private final InstantSource clock;
  private final Ids ids;
  private final Dialect dialect;
  private final EventWitness witness;

  public EventLog(InstantSource clock, Ids ids, Dialect dialect) {
    this(clock, ids, dialect, EventWitness.NONE);
  }

  EventLog(InstantSource clock, Ids ids, Dialect dialect, EventWitness witness) {
    this.clock = clock;
    this.ids = ids;
    this.dialect = dialect;
    this.witness = witness;
  }

  /// @param actor who did it: `user:<name>`, `agent:<id>` or `system`
  public void append(Handle transaction, String actor, Event event) {
    Sql.of(
            transaction,
            """
            INSERT INTO events (id, type, ts_ms, source, project_id, subject, actor, data)
            VALUES (:id, :type, :ts, 'loom', :project, :subject, :actor, :data)
            """)
        .bind("id", ids.next())
        .bind("type", event.type().wireName())
        .bind("ts", clock.millis())
        .bind("project", event.projectId())
        .bind("subject", event.subject())
        .bind("actor", actor)
        .bind("data", Json.write(event))
        .execute();
    witness.appended(transaction, actor, event);
  }

  /// The next events after a sequence number, oldest first. Up to where numbers may still be
  /// missing, [SettledEvents] tells.
  public List<StoredEvent> after(Handle queries, long seq, int limit) {
    return Sql.of(
            queries,
            "SELECT %s FROM events WHERE seq > :seq ORDER BY seq LIMIT :limit".formatted(COLUMNS))
        .bind("seq", seq)
        .bind("limit", limit)
        .list(row -> toEvent(row));
  }

  /// The newest events, whoever may read them, newest first.
  public List<StoredEvent> newest(Handle queries, String projectId, String type, int limit) {
    return newest(queries, EventAccess.ALL, projectId, type, limit);
  }

  /// The newest events that somebody may read, newest first.
  List<StoredEvent> newest(
      Handle queries, EventAccess access, String projectId, String type, int limit) {
    var query =
        queries
            .createQuery(
                """
                SELECT %s FROM events
                WHERE (:project = '' OR project_id = :project) AND (:type = '' OR type = :type)
                  AND %s
                ORDER BY seq DESC LIMIT :limit
                """
                    .formatted(COLUMNS, access.condition()))
            .bind("project", projectId)
            .bind("type", type)
            .bind("limit", limit);
    return access.bind(query).map((row, _) -> toEvent(row)).list();
  }

  /// The sequence number of the newest event, 0 when there is none.
  public long last(Handle queries) {
    return number(queries, "SELECT COALESCE(MAX(seq), 0) FROM events");
  }

  /// What [#oldestTransaction] reaches once all transactions that write now have ended.
  long transactionBound(Handle queries) {
    return number(queries, dialect.transactionBound());
  }

  long oldestTransaction(Handle queries) {
    return number(queries, dialect.oldestTransaction());
  }

  private static long number(Handle queries, String sql) {
    return queries.createQuery(sql).mapTo(Long.class).one();
  }

  private static StoredEvent toEvent(ResultSet row) throws SQLException {
    return new StoredEvent(
        row.getLong("seq"),
        row.getString("id"),
        row.getString("type"),
        Instant.ofEpochMilli(row.getLong("ts_ms")),
        row.getString("source"),
        row.getString("project_id"),
        row.getString("subject"),
        row.getString("actor"),
        row.getString("data"));
  }
}
