package io.loom.server.pullrequest;

import io.loom.ground.http.Json;
import io.loom.server.forge.ForgeChecks;
import io.loom.server.forge.ForgePull.Mergeable;
import io.loom.server.merge.Merge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// The `pull_requests` table. Writes of a worker carry the fence of its lease.
final class PullRequestRepository {
  private static final String COLUMNS =
      """
      id, project_id, bead_id, run_id, step, base, branch, state, tested_base, tested_commit,
      verified, head, candidate, number, url, rounds, checks, mergeable, detail, failures,
      notes_seen, red_head, merged_commit, fence, next_look_ms, created_ms, updated_ms, ended_ms
      """;

  private static final String UNDER_LEASE =
      " WHERE id = :id AND fence = :fence AND ended_ms IS NULL";

  /// @param head what Loom pushed to the branch in an earlier pull request of the bead
  void insert(Handle transaction, String id, Merge merge, @Nullable String head) {
    transaction
        .createUpdate(
            """
            INSERT INTO pull_requests (id, project_id, bead_id, run_id, step, base, branch, state,
              tested_base, tested_commit, verified, head, rounds, checks, mergeable, failures,
              notes_seen, fence, next_look_ms, created_ms, updated_ms)
            VALUES (:id, :project, :bead, :run, :step, :base, :branch, 'queued', :testedBase,
              :testedCommit, :verified, :head, 0, 'none', 'unknown', 0, '[]', 0, 0, :now, :now)
            """)
        .bind("id", id)
        .bind("project", merge.projectId())
        .bind("bead", merge.beadId())
        .bind("run", merge.runId())
        .bind("step", merge.step())
        .bind("base", merge.branch())
        .bind("branch", PullRequest.branchOf(merge.beadId()))
        .bind("testedBase", merge.testedBase())
        .bind("testedCommit", merge.testedCommit())
        .bind("verified", merge.verified() ? 1 : 0)
        .bind("head", head)
        .bind("now", merge.createdAt().toEpochMilli())
        .execute();
  }

  /// Gives the bead's pull request a new result. Who had its lease loses it.
  void requeue(Handle transaction, String id, Merge merge) {
    transaction
        .createUpdate(
            """
            UPDATE pull_requests
            SET run_id = :run, step = :step, state = 'queued', tested_base = :testedBase,
              tested_commit = :testedCommit, verified = :verified, candidate = NULL, detail = NULL,
              failures = 0, next_look_ms = 0, fence = fence + 1, lease_owner = NULL,
              lease_expires_ms = NULL, updated_ms = :now
            WHERE id = :id AND ended_ms IS NULL
            """)
        .bind("id", id)
        .bind("run", merge.runId())
        .bind("step", merge.step())
        .bind("testedBase", merge.testedBase())
        .bind("testedCommit", merge.testedCommit())
        .bind("verified", merge.verified() ? 1 : 0)
        .bind("now", merge.createdAt().toEpochMilli())
        .execute();
  }

  Optional<PullRequest> findUnderWay(Handle queries, String beadId) {
    return findOne(queries, "bead_id = :it AND ended_ms IS NULL", beadId);
  }

  Optional<PullRequest> find(Handle queries, String id) {
    return findOne(queries, "id = :it", id);
  }

  Optional<PullRequest> findNewest(Handle queries, String beadId) {
    return findOne(queries, "bead_id = :it ORDER BY created_ms DESC, id DESC LIMIT 1", beadId);
  }

  private static Optional<PullRequest> findOne(Handle queries, String where, String it) {
    return queries
        .createQuery("SELECT %s FROM pull_requests WHERE %s".formatted(COLUMNS, where))
        .bind("it", it)
        .map((row, _) -> toPullRequest(row))
        .findOne();
  }

  /// The newest first.
  List<PullRequest> list(Handle queries, String projectId, boolean underWay, int limit) {
    return queries
        .createQuery(
            """
            SELECT %s FROM pull_requests WHERE project_id = :project %s
            ORDER BY created_ms DESC, id DESC LIMIT :limit
            """
                .formatted(COLUMNS, underWay ? "AND ended_ms IS NULL" : ""))
        .bind("project", projectId)
        .bind("limit", limit)
        .map((row, _) -> toPullRequest(row))
        .list();
  }

  /// Those that are due and that nobody has.
  List<String> listDue(Handle queries, Instant now, int limit) {
    return queries
        .createQuery(
            """
            SELECT id FROM pull_requests
            WHERE ended_ms IS NULL AND next_look_ms <= :now
              AND (lease_owner IS NULL OR lease_expires_ms <= :now)
            ORDER BY next_look_ms, id LIMIT :limit
            """)
        .bind("now", now.toEpochMilli())
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  Optional<PullRequest> take(
      Handle transaction, String id, String owner, Instant now, Duration lease) {
    int taken =
        transaction
            .createUpdate(
                """
                UPDATE pull_requests
                SET lease_owner = :owner, fence = fence + 1, lease_expires_ms = :until,
                  next_look_ms = :until
                WHERE id = :id AND ended_ms IS NULL AND next_look_ms <= :now
                  AND (lease_owner IS NULL OR lease_expires_ms <= :now)
                """)
            .bind("id", id)
            .bind("owner", owner)
            .bind("now", now.toEpochMilli())
            .bind("until", now.plus(lease).toEpochMilli())
            .execute();
    return taken == 1 ? find(transaction, id) : Optional.empty();
  }

  boolean renew(Handle transaction, PullRequest pull, Instant until) {
    return underLease(
                transaction,
                "lease_expires_ms = :until, next_look_ms ="
                    + " CASE WHEN next_look_ms = 0 THEN 0 ELSE :until END",
                pull)
            .bind("until", until.toEpochMilli())
            .execute()
        == 1;
  }

  /// Lets it go until a time, unless somebody asked meanwhile to have it looked at.
  boolean release(Handle transaction, PullRequest pull, Instant nextLook) {
    return underLease(
                transaction,
                "lease_owner = NULL, lease_expires_ms = NULL, next_look_ms ="
                    + " CASE WHEN next_look_ms = 0 THEN 0 ELSE :next END",
                pull)
            .bind("next", nextLook.toEpochMilli())
            .execute()
        == 1;
  }

  boolean setCandidate(Handle transaction, PullRequest pull, String candidate) {
    return underLease(transaction, "candidate = :it", pull).bind("it", candidate).execute() == 1;
  }

  boolean setFailure(Handle transaction, PullRequest pull, String detail) {
    return underLease(transaction, "detail = :it, failures = failures + 1", pull)
            .bind("it", detail)
            .execute()
        == 1;
  }

  boolean setOpen(
      Handle transaction, PullRequest pull, long number, String url, String head, Instant now) {
    return underLease(
                transaction,
                "state = 'open', number = :number, url = :url, head = :head, candidate = NULL,"
                    + " detail = NULL, failures = 0, checks = 'none', mergeable = 'unknown',"
                    + " updated_ms = :now",
                pull)
            .bind("number", number)
            .bind("url", url)
            .bind("head", head)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  boolean setSeen(
      Handle transaction,
      PullRequest pull,
      ForgeChecks.Result checks,
      Mergeable mergeable,
      @Nullable String detail) {
    return underLease(
                transaction,
                "checks = :checks, mergeable = :mergeable, detail = :detail, failures = 0",
                pull)
            .bind("checks", stored(checks))
            .bind("mergeable", stored(mergeable))
            .bind("detail", detail)
            .execute()
        == 1;
  }

  boolean setReturned(Handle transaction, PullRequest pull, Feedback feedback, Instant now) {
    var seen = new HashSet<>(pull.notesSeen());
    seen.addAll(feedback.notes());
    return underLease(
                transaction,
                "state = 'returned', rounds = rounds + 1, notes_seen = :seen,"
                    + " red_head = COALESCE(CAST(:red AS TEXT), red_head), detail = NULL,"
                    + " updated_ms = :now",
                pull)
            .bind("seen", Json.write(seen.stream().sorted().toList()))
            .bind("red", feedback.redHead())
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  /// @param state in which it ends
  boolean end(
      Handle transaction,
      PullRequest pull,
      PullRequestState state,
      @Nullable String mergedCommit,
      String detail,
      Instant now) {
    return underLease(
                transaction,
                "state = :state, merged_commit = :commit, detail = :detail, lease_owner = NULL,"
                    + " lease_expires_ms = NULL, updated_ms = :now, ended_ms = :now",
                pull)
            .bind("state", state.stored())
            .bind("commit", mergedCommit)
            .bind("detail", detail)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  private static Update underLease(Handle transaction, String change, PullRequest pull) {
    return transaction
        .createUpdate("UPDATE pull_requests SET " + change + UNDER_LEASE)
        .bind("id", pull.id())
        .bind("fence", pull.fence());
  }

  /// Its run ended. What was opened is watched on; what was not is forgotten.
  void withdraw(Handle transaction, String runId, Instant now) {
    transaction
        .createUpdate(
            """
            UPDATE pull_requests
            SET run_id = NULL, fence = fence + 1, lease_owner = NULL, lease_expires_ms = NULL,
              next_look_ms = 0, updated_ms = :now,
              state = CASE WHEN number IS NULL THEN 'withdrawn' ELSE 'open' END,
              ended_ms = CASE WHEN number IS NULL THEN :now END
            WHERE run_id = :run AND ended_ms IS NULL
            """)
        .bind("run", runId)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /// Has it looked at soon, whoever has it now.
  boolean lookNow(Handle transaction, String id) {
    return transaction
            .createUpdate(
                "UPDATE pull_requests SET next_look_ms = 0 WHERE id = :id AND ended_ms IS NULL")
            .bind("id", id)
            .execute()
        == 1;
  }

  /// The same for the one with a number on a project's forge.
  void lookNow(Handle transaction, String projectId, long number) {
    transaction
        .createUpdate(
            """
            UPDATE pull_requests SET next_look_ms = 0
            WHERE project_id = :project AND number = :number AND ended_ms IS NULL
            """)
        .bind("project", projectId)
        .bind("number", number)
        .execute();
  }

  boolean isOwn(Handle queries, String projectId, String branch) {
    return queries
            .createQuery(
                """
                SELECT COUNT(*) FROM pull_requests
                WHERE project_id = :project AND branch = :branch
                """)
            .bind("project", projectId)
            .bind("branch", branch)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  static String stored(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static PullRequest toPullRequest(ResultSet row) throws SQLException {
    var ended = longOrNull(row, "ended_ms");
    return new PullRequest(
        row.getString("id"),
        row.getString("project_id"),
        row.getString("bead_id"),
        row.getString("run_id"),
        row.getInt("step"),
        row.getString("base"),
        row.getString("branch"),
        PullRequestState.parse(row.getString("state")),
        row.getString("tested_base"),
        row.getString("tested_commit"),
        row.getInt("verified") == 1,
        row.getString("head"),
        row.getString("candidate"),
        longOrNull(row, "number"),
        row.getString("url"),
        row.getInt("rounds"),
        ForgeChecks.Result.valueOf(row.getString("checks").toUpperCase(Locale.ROOT)),
        Mergeable.valueOf(row.getString("mergeable").toUpperCase(Locale.ROOT)),
        row.getString("detail"),
        row.getInt("failures"),
        new HashSet<>(Json.list(row.getString("notes_seen"))),
        row.getString("red_head"),
        row.getString("merged_commit"),
        row.getLong("fence"),
        Instant.ofEpochMilli(row.getLong("next_look_ms")),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        Instant.ofEpochMilli(row.getLong("updated_ms")),
        ended == null ? null : Instant.ofEpochMilli(ended));
  }
}
