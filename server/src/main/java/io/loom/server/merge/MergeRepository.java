package io.loom.server.merge;

import io.loom.ground.database.Sql;
import io.loom.server.git.BranchLeases.Lease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The `merges` table. Writes of a queue's worker carry the fence of its branch lease.
final class MergeRepository {
  /// A branch with something in its queue.
  record Queue(String projectId, String branch) {}

  private static final String COLUMNS =
      """
      id, project_id, branch, run_id, step, bead_id, tested_base, tested_commit, candidate,
      verified, detail, created_ms
      """;

  private static final String UNDER_LEASE =
      """
      state = 'queued' AND EXISTS (
        SELECT 1 FROM leases WHERE name = :lease AND owner = :owner AND fence = :fence)
      """;

  void insert(Handle transaction, Merge merge) {
    transaction
        .createUpdate(
            """
            INSERT INTO merges (id, project_id, branch, run_id, step, bead_id, state, tested_base,
              tested_commit, verified, created_ms, updated_ms)
            VALUES (:id, :project, :branch, :run, :step, :bead, 'queued', :base, :commit, :verified,
              :now, :now)
            ON CONFLICT (id) DO NOTHING
            """)
        .bind("id", merge.id())
        .bind("project", merge.projectId())
        .bind("branch", merge.branch())
        .bind("run", merge.runId())
        .bind("step", merge.step())
        .bind("bead", merge.beadId())
        .bind("base", merge.testedBase())
        .bind("commit", merge.testedCommit())
        .bind("verified", merge.verified() ? 1 : 0)
        .bind("now", merge.createdAt().toEpochMilli())
        .execute();
  }

  List<Queue> listQueues(Handle queries) {
    return queries
        .createQuery("SELECT DISTINCT project_id, branch FROM merges WHERE state = 'queued'")
        .map((row, _) -> new Queue(row.getString(1), row.getString(2)))
        .list();
  }

  List<Merge> listQueued(Handle queries, String projectId, String branch) {
    return queries
        .createQuery(
            """
            SELECT %s FROM merges
            WHERE project_id = :project AND branch = :branch AND state = 'queued'
            ORDER BY created_ms, id
            """
                .formatted(COLUMNS))
        .bind("project", projectId)
        .bind("branch", branch)
        .map((row, _) -> toMerge(row))
        .list();
  }

  Optional<Merge> findQueuedOfRun(Handle queries, String runId) {
    return queries
        .createQuery(
            "SELECT %s FROM merges WHERE run_id = :run AND state = 'queued'".formatted(COLUMNS))
        .bind("run", runId)
        .map((row, _) -> toMerge(row))
        .findOne();
  }

  boolean setCandidate(Handle transaction, Merge merge, Lease lease, String candidate) {
    return transaction
            .createUpdate("UPDATE merges SET candidate = :it WHERE id = :id AND " + UNDER_LEASE)
            .bind("it", candidate)
            .bind("id", merge.id())
            .bind("lease", lease.name())
            .bind("owner", lease.owner())
            .bind("fence", lease.fence())
            .execute()
        == 1;
  }

  /// Says what keeps an entry from being merged for now.
  void setDetail(Handle transaction, Merge merge, String detail) {
    transaction
        .createUpdate("UPDATE merges SET detail = :it WHERE id = :id AND state = 'queued'")
        .bind("it", detail)
        .bind("id", merge.id())
        .execute();
  }

  /// @param state `merged` or `rejected`
  boolean settle(
      Handle transaction, Merge merge, Lease lease, String state, String detail, Instant now) {
    return transaction
            .createUpdate(
                """
                UPDATE merges SET state = :state, detail = :detail, updated_ms = :now
                WHERE id = :id AND
                """
                    + UNDER_LEASE)
            .bind("state", state)
            .bind("detail", detail)
            .bind("now", now.toEpochMilli())
            .bind("id", merge.id())
            .bind("lease", lease.name())
            .bind("owner", lease.owner())
            .bind("fence", lease.fence())
            .execute()
        == 1;
  }

  void withdraw(Handle transaction, String runId) {
    Sql.of(
            transaction,
            "UPDATE merges SET state = 'withdrawn' WHERE run_id = :run AND state = 'queued'")
        .bind("run", runId)
        .execute();
  }

  private static Merge toMerge(ResultSet row) throws SQLException {
    return new Merge(
        row.getString("id"),
        row.getString("project_id"),
        row.getString("branch"),
        row.getString("run_id"),
        row.getInt("step"),
        row.getString("bead_id"),
        row.getString("tested_base"),
        row.getString("tested_commit"),
        row.getString("candidate"),
        row.getInt("verified") == 1,
        row.getString("detail"),
        Instant.ofEpochMilli(row.getLong("created_ms")));
  }
}
