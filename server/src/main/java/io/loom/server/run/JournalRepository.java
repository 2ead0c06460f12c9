package io.loom.server.run;

import io.loom.ground.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The tables `run_steps` and `run_nudges`: what a run did, and what people told it.
final class JournalRepository {
  /// A message of a person to a run.
  ///
  /// @param step the turn that it joined, or none yet
  record Nudge(String id, String author, String text, @Nullable Integer step, Instant createdAt) {}

  /// Thrown to roll back when a worker's fence is old: somebody else has the run.
  static final class LostRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    LostRun(String runId) {
      super("run %s belongs to another server now".formatted(runId));
    }
  }

  List<RunStep> steps(Handle queries, String runId) {
    return queries
        .createQuery(
            """
            SELECT n, kind, name, request, result, snapshot, cost_micros, started_ms, ended_ms
            FROM run_steps WHERE run_id = :run ORDER BY n
            """)
        .bind("run", runId)
        .map((row, _) -> toStep(row))
        .list();
  }

  /// Stores a step as started. A step of that number that is under way already stays as it is, but
  /// for its time: what a server was down is not time worked.
  void start(
      Handle transaction, Run run, int n, StepKind kind, String name, String request, Instant now) {
    requireFence(transaction, run);
    transaction
        .createUpdate(
            """
            INSERT INTO run_steps (run_id, n, kind, name, status, request, cost_micros, started_ms)
            VALUES (:run, :n, :kind, :name, 'started', :request, 0, :now)
            ON CONFLICT (run_id, n) DO UPDATE
            SET started_ms = EXCLUDED.started_ms WHERE run_steps.status = 'started'
            """)
        .bind("run", run.id())
        .bind("n", n)
        .bind("kind", kind.stored())
        .bind("name", name)
        .bind("request", request)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /// Stores what a step came to; the next one begins with all its tries.
  void finish(
      Handle transaction,
      Run run,
      int n,
      String result,
      @Nullable String snapshot,
      long costMicros,
      Instant now) {
    requireFence(transaction, run);
    transaction.execute("UPDATE runs SET attempt = 0 WHERE id = ?", run.id());
    if (!complete(transaction, run.id(), n, result, snapshot, costMicros, now)) {
      throw new LostRun(run.id());
    }
  }

  /// Stores what a step came to that no worker waits for: an answer, a merge.
  ///
  /// @return false when it was done before
  boolean complete(
      Handle transaction,
      String runId,
      int n,
      String result,
      @Nullable String snapshot,
      long costMicros,
      Instant now) {
    return Sql.of(
                transaction,
                """
                UPDATE run_steps
                SET status = 'done', result = :result, snapshot = :snapshot, cost_micros = :cost,
                  ended_ms = :now, request = CASE kind WHEN 'turn' THEN '{}' ELSE request END
                WHERE run_id = :run AND n = :n AND status = 'started'
                """)
            .bind("run", runId)
            .bind("n", n)
            .bind("result", result)
            .bind("snapshot", snapshot)
            .bind("cost", costMicros)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  /// Refuses the transaction of a worker whose lease another server took over. The update locks the
  /// row, so that the answer still holds at commit.
  private static void requireFence(Handle transaction, Run run) {
    int held =
        transaction
            .createUpdate(
                """
                UPDATE runs SET attempt = attempt
                WHERE id = :id AND fence = :fence AND ended_ms IS NULL
                """)
            .bind("id", run.id())
            .bind("fence", run.fence())
            .execute();
    if (held == 0) {
      throw new LostRun(run.id());
    }
  }

  void addNudge(Handle transaction, String runId, Nudge nudge) {
    transaction
        .createUpdate(
            """
            INSERT INTO run_nudges (id, run_id, n, author, text, created_ms)
            VALUES (:id, :run, (SELECT COALESCE(MAX(n), 0) + 1 FROM run_nudges WHERE run_id = :run),
              :author, :text, :now)
            """)
        .bind("id", nudge.id())
        .bind("run", runId)
        .bind("author", nudge.author())
        .bind("text", nudge.text())
        .bind("now", nudge.createdAt().toEpochMilli())
        .execute();
  }

  List<Nudge> nudges(Handle queries, String runId) {
    return queries
        .createQuery(
            """
            SELECT id, author, text, step, created_ms FROM run_nudges
            WHERE run_id = :run ORDER BY n, id
            """)
        .bind("run", runId)
        .map((row, _) -> {
          int step = row.getInt("step");
          boolean isWaiting = row.wasNull();
          return new Nudge(
              row.getString("id"),
              row.getString("author"),
              row.getString("text"),
              isWaiting ? null : step,
              Instant.ofEpochMilli(row.getLong("created_ms")));
        })
        .list();
  }

  /// Puts all waiting messages into a turn that is about to be asked.
  void joinNudges(Handle transaction, String runId, int step) {
    transaction
        .createUpdate("UPDATE run_nudges SET step = :step WHERE run_id = :run AND step IS NULL")
        .bind("step", step)
        .bind("run", runId)
        .execute();
  }

  private static RunStep toStep(ResultSet row) throws SQLException {
    return new RunStep(
        row.getInt("n"),
        StepKind.parse(row.getString("kind")),
        row.getString("name"),
        row.getString("request"),
        row.getString("result"),
        row.getString("snapshot"),
        row.getLong("cost_micros"),
        Instant.ofEpochMilli(row.getLong("started_ms")),
        RunRepository.instant(row, "ended_ms"));
  }
}
