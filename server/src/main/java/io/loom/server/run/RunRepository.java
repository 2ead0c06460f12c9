package io.loom.server.run;

import io.loom.ground.database.Sql;
import io.loom.ground.http.Reach;
import io.loom.server.reach.ReachSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The tables `runs` and `run_steps`. Every method works inside the transaction it is given; every
/// write of a worker carries the run's fence and does nothing when that is old.
final class RunRepository {
  private static final String COLUMNS =
      """
      id, bead_id, project_id, agent_id, provider_id, model, state, attempt, hop, bead_fence, fence,
      not_before_ms, wanted, reason, detail, base_commit, result_commit, turns, prompt_tokens,
      completion_tokens, cost_micros, created_ms, updated_ms, ended_ms
      """;

  void insert(Handle transaction, Run run) {
    Sql.of(
            transaction,
            """
            INSERT INTO runs (id, bead_id, project_id, agent_id, provider_id, model, state,
              attempt, hop, bead_fence, fence, not_before_ms, wanted, turns, prompt_tokens,
              completion_tokens, cost_micros, created_ms, updated_ms)
            VALUES (:id, :bead, :project, :agent, :provider, :model, 'active', 0, :hop,
              :beadFence, 0, 0, 'run', 0, 0, 0, 0, :now, :now)
            """)
        .bind("id", run.id())
        .bind("bead", run.beadId())
        .bind("project", run.projectId())
        .bind("agent", run.agentId())
        .bind("provider", run.providerId())
        .bind("model", run.model())
        .bind("hop", run.hop())
        .bind("beadFence", run.beadFence())
        .bind("now", run.createdAt().toEpochMilli())
        .execute();
  }

  Optional<Run> find(Handle queries, String id) {
    return Sql.of(queries, "SELECT " + COLUMNS + " FROM runs WHERE id = :id")
        .bind("id", id)
        .first(row -> toRun(row));
  }

  /// The run that has not ended and works on a bead.
  Optional<Run> findOpen(Handle queries, String beadId) {
    return Sql.of(
            queries,
            """
            SELECT %s FROM runs WHERE bead_id = :bead AND ended_ms IS NULL
            ORDER BY created_ms DESC LIMIT 1
            """
                .formatted(COLUMNS))
        .bind("bead", beadId)
        .first(row -> toRun(row));
  }

  /// The newest first.
  ///
  /// @param beadId empty for any
  /// @param projectId empty for any within the reach
  List<Run> list(
      Handle queries, Reach reach, String beadId, String projectId, boolean openOnly, int limit) {
    var query =
        queries
            .createQuery(
                """
                SELECT %s FROM runs
                WHERE (:bead = '' OR bead_id = :bead) AND (:project = '' OR project_id = :project)
                  AND (:open = 0 OR ended_ms IS NULL) AND %s
                ORDER BY created_ms DESC, id DESC LIMIT :limit
                """
                    .formatted(COLUMNS, ReachSql.within(reach, "project_id")))
            .bind("bead", beadId)
            .bind("project", projectId)
            .bind("open", openOnly ? 1 : 0)
            .bind("limit", limit);
    return ReachSql.bind(query, reach).map((row, _) -> toRun(row)).list();
  }

  /// Active runs that no living server works on, oldest first.
  List<Run> listTakeable(Handle queries, Instant now, int limit) {
    return queries
        .createQuery(
            """
            SELECT %s FROM runs
            WHERE ended_ms IS NULL AND state = 'active' AND not_before_ms <= :now
              AND (lease_owner IS NULL OR lease_expires_ms <= :now)
            ORDER BY created_ms, id LIMIT :limit
            """
                .formatted(COLUMNS))
        .bind("now", now.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> toRun(row))
        .list();
  }

  /// Runs of a state, such as those that wait for an answer.
  List<Run> listInState(Handle queries, RunState state) {
    return queries
        .createQuery(
            "SELECT %s FROM runs WHERE ended_ms IS NULL AND state = :state".formatted(COLUMNS))
        .bind("state", state.stored())
        .map((row, _) -> toRun(row))
        .list();
  }

  /// How many runs of each project are worked on, or wait for the merge queue only.
  Map<String, Integer> countWorking(Handle queries) {
    return queries
        .createQuery(
            """
            SELECT project_id, COUNT(*) FROM runs
            WHERE ended_ms IS NULL AND state IN ('active', 'merging') GROUP BY project_id
            """)
        .map((row, _) -> Map.entry(row.getString(1), row.getInt(2)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Takes the run for a server, unless a living one has it.
  ///
  /// @return the run with its new fence
  Optional<Run> take(Handle transaction, String id, String owner, Instant now, Duration lease) {
    int updated =
        transaction
            .createUpdate(
                """
                UPDATE runs
                SET lease_owner = :owner, lease_expires_ms = :expires, fence = fence + 1
                WHERE id = :id AND ended_ms IS NULL AND state = 'active'
                  AND (lease_owner IS NULL OR lease_expires_ms <= :now)
                """)
            .bind("id", id)
            .bind("owner", owner)
            .bind("expires", now.plus(lease).toEpochMilli())
            .bind("now", now.toEpochMilli())
            .execute();
    return updated == 1 ? find(transaction, id) : Optional.empty();
  }

  boolean renew(Handle transaction, Run run, Instant until) {
    return transaction
            .createUpdate(
                """
                UPDATE runs SET lease_expires_ms = :until
                WHERE id = :id AND fence = :fence AND lease_owner IS NOT NULL AND ended_ms IS NULL
                """)
            .bind("until", until.toEpochMilli())
            .bind("id", run.id())
            .bind("fence", run.fence())
            .execute()
        == 1;
  }

  /// Lets a run go to the state given, to be taken up again not before an instant.
  boolean release(
      Handle transaction,
      Run run,
      RunState state,
      Instant notBefore,
      int attempt,
      @Nullable String reason,
      @Nullable String detail,
      Instant now) {
    return transaction
            .createUpdate(
                """
                UPDATE runs
                SET lease_owner = NULL, lease_expires_ms = NULL, state = :state,
                  not_before_ms = :notBefore, attempt = :attempt, reason = :reason,
                  detail = :detail, updated_ms = :now
                WHERE id = :id AND fence = :fence AND ended_ms IS NULL
                """)
            .bind("id", run.id())
            .bind("fence", run.fence())
            .bind("state", state.stored())
            .bind("notBefore", notBefore.toEpochMilli())
            .bind("attempt", attempt)
            .bind("reason", reason)
            .bind("detail", detail)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  /// Changes the state of a run that no worker has.
  ///
  /// @param from the state it must be in
  boolean changeState(
      Handle transaction,
      String id,
      RunState from,
      RunState to,
      @Nullable String reason,
      @Nullable String detail,
      Instant now) {
    return transaction
            .createUpdate(
                """
                UPDATE runs
                SET state = :to, reason = :reason, detail = :detail, not_before_ms = 0,
                  updated_ms = :now
                WHERE id = :id AND state = :from AND ended_ms IS NULL
                """)
            .bind("id", id)
            .bind("from", from.stored())
            .bind("to", to.stored())
            .bind("reason", reason)
            .bind("detail", detail)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  /// Whether some server works on the run, or did until it died.
  boolean hasWorker(Handle queries, String id) {
    return queries
            .createQuery("SELECT COUNT(*) FROM runs WHERE id = :id AND lease_owner IS NOT NULL")
            .bind("id", id)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  boolean setWanted(Handle transaction, String id, String wanted, Instant now) {
    return transaction
            .createUpdate(
                """
                UPDATE runs SET wanted = :wanted, updated_ms = :now
                WHERE id = :id AND ended_ms IS NULL
                """)
            .bind("id", id)
            .bind("wanted", wanted)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  /// @return whether it was open until now
  boolean end(
      Handle transaction,
      String id,
      TerminalReason reason,
      String detail,
      @Nullable String resultCommit,
      Instant now) {
    return Sql.of(
                transaction,
                """
                UPDATE runs
                SET state = 'ended', reason = :reason, detail = :detail, lease_owner = NULL,
                  lease_expires_ms = NULL, result_commit = COALESCE(:commit, result_commit),
                  fence = fence + 1, updated_ms = :now, ended_ms = :now
                WHERE id = :id AND ended_ms IS NULL
                """)
            .bind("id", id)
            .bind("reason", reason.wireName())
            .bind("detail", detail)
            .bind("commit", resultCommit)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  boolean setBase(Handle transaction, Run run, String base) {
    return transaction
            .createUpdate("UPDATE runs SET base_commit = :base WHERE id = :id AND fence = :fence")
            .bind("base", base)
            .bind("id", run.id())
            .bind("fence", run.fence())
            .execute()
        == 1;
  }

  boolean addUsage(Handle transaction, Run run, long prompt, long completion, long costMicros) {
    return transaction
            .createUpdate(
                """
                UPDATE runs
                SET turns = turns + 1, prompt_tokens = prompt_tokens + :prompt,
                  completion_tokens = completion_tokens + :completion,
                  cost_micros = cost_micros + :cost
                WHERE id = :id AND fence = :fence
                """)
            .bind("prompt", prompt)
            .bind("completion", completion)
            .bind("cost", costMicros)
            .bind("id", run.id())
            .bind("fence", run.fence())
            .execute()
        == 1;
  }

  /// What a server held that is known to be dead is free at once.
  void releaseAll(Handle transaction) {
    transaction.execute(
        "UPDATE runs SET lease_owner = NULL, lease_expires_ms = NULL WHERE ended_ms IS NULL");
  }

  private static Run toRun(ResultSet row) throws SQLException {
    return new Run(
        row.getString("id"),
        row.getString("bead_id"),
        row.getString("project_id"),
        row.getString("agent_id"),
        row.getString("provider_id"),
        row.getString("model"),
        RunState.parse(row.getString("state")),
        row.getInt("attempt"),
        row.getInt("hop"),
        row.getLong("bead_fence"),
        row.getLong("fence"),
        Instant.ofEpochMilli(row.getLong("not_before_ms")),
        row.getString("wanted"),
        row.getString("reason"),
        row.getString("detail"),
        row.getString("base_commit"),
        row.getString("result_commit"),
        row.getInt("turns"),
        row.getLong("prompt_tokens"),
        row.getLong("completion_tokens"),
        row.getLong("cost_micros"),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        Instant.ofEpochMilli(row.getLong("updated_ms")),
        instant(row, "ended_ms"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
