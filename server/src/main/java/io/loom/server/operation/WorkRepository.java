package io.loom.server.operation;

import io.loom.ground.database.Database;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/// Counts the work there is, over the tables of the features that do it.
final class WorkRepository {
  /// @param openRuns that have not ended
  /// @param readyBeads that an agent could take right now
  /// @param heldBeads that somebody has
  /// @param leases that have not run out
  record Work(long openRuns, long readyBeads, long heldBeads, long leases) {}

  private final Database database;
  private final InstantSource clock;

  WorkRepository(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  Work count() {
    long now = clock.millis();
    return database.read(queries ->
        new Work(
            count(queries, "SELECT COUNT(*) FROM runs WHERE state <> 'ended'", now),
            count(
                queries,
                """
                SELECT COUNT(*) FROM beads
                WHERE status = 'open' AND blocked = 0 AND hidden = 0 AND hold IS NULL
                  AND holder IS NULL AND not_before_ms <= :now
                  AND (defer_until_ms IS NULL OR defer_until_ms <= :now)
                """,
                now),
            count(queries, "SELECT COUNT(*) FROM beads WHERE holder IS NOT NULL", now),
            count(queries, "SELECT COUNT(*) FROM leases WHERE expires_ms > :now", now)));
  }

  private static long count(Handle queries, String sql, long now) {
    var query = queries.createQuery(sql);
    return (sql.contains(":now") ? query.bind("now", now) : query).mapTo(Long.class).one();
  }
}
