package io.loom.server.decision;

import io.loom.ground.http.Json;
import io.loom.ground.http.Reach;
import io.loom.server.reach.ReachSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The `decisions` table. Every method works inside the transaction it is given.
final class DecisionRepository {
  private static final String COLUMNS =
      "id, project_id, bead_id, run_id, kind, question, options, recommendation, requester_id,"
          + " priority, decider_id, decision, rationale, created_ms, decided_ms";

  /// False when there is a decision with this id.
  boolean insert(Handle transaction, NewDecision decision, Instant now) {
    return transaction
            .createUpdate(
                """
                INSERT INTO decisions (id, project_id, bead_id, run_id, kind, question, options,
                  recommendation, requester_id, priority, status, created_ms)
                VALUES (:id, :project, :bead, :run, :kind, :question, :options,
                  :recommendation, :requester, :priority, 'open', :now)
                ON CONFLICT (id) DO NOTHING
                """)
            .bind("id", decision.id())
            .bind("project", decision.projectId())
            .bind("bead", decision.beadId())
            .bind("run", decision.runId())
            .bind("kind", decision.kind())
            .bind("question", decision.question())
            .bind("options", Json.write(decision.options()))
            .bind("recommendation", decision.recommendation())
            .bind("requester", decision.requesterId())
            .bind("priority", decision.priority())
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  Optional<Decision> find(Handle queries, String id) {
    return queries
        .createQuery("SELECT %s FROM decisions WHERE id = :id".formatted(COLUMNS))
        .bind("id", id)
        .map((row, _) -> toDecision(row))
        .findOne();
  }

  /// The most urgent first, then the oldest.
  ///
  /// @param status empty means any
  /// @param priority negative means any
  List<Decision> list(Handle queries, Reach reach, String status, int priority) {
    var query =
        queries
            .createQuery(
                """
                SELECT %s FROM decisions
                WHERE (:status = '' OR status = :status)
                  AND (:priority < 0 OR priority = :priority) AND %s
                ORDER BY priority, created_ms, id
                """
                    .formatted(COLUMNS, ReachSql.within(reach, "project_id")))
            .bind("status", status)
            .bind("priority", priority);
    return ReachSql.bind(query, reach).map((row, _) -> toDecision(row)).list();
  }

  List<Decision> listOpenOf(Handle queries, String beadId) {
    return queries
        .createQuery(
            """
            SELECT %s FROM decisions
            WHERE bead_id = :bead AND status = 'open'
            ORDER BY created_ms, id
            """
                .formatted(COLUMNS))
        .bind("bead", beadId)
        .map((row, _) -> toDecision(row))
        .list();
  }

  List<Decision> listOpenOfProject(Handle queries, String projectId) {
    return queries
        .createQuery(
            """
            SELECT %s FROM decisions
            WHERE project_id = :project AND status = 'open'
            ORDER BY created_ms, id
            """
                .formatted(COLUMNS))
        .bind("project", projectId)
        .map((row, _) -> toDecision(row))
        .list();
  }

  /// One statement decides, so of two answers exactly one counts.
  boolean answer(Handle transaction, String id, Answer answer) {
    return transaction
            .createUpdate(
                """
                UPDATE decisions
                SET status = 'closed', decider_id = :decider, decision = :decision,
                  rationale = :rationale, decided_ms = :now
                WHERE id = :id AND status = 'open'
                """)
            .bind("id", id)
            .bind("decider", answer.deciderId())
            .bind("decision", answer.decision())
            .bind("rationale", answer.rationale())
            .bind("now", answer.decidedAt().toEpochMilli())
            .execute()
        == 1;
  }

  private static Decision toDecision(ResultSet row) throws SQLException {
    return new Decision(
        row.getString("id"),
        row.getString("project_id"),
        row.getString("bead_id"),
        row.getString("run_id"),
        row.getString("kind"),
        row.getString("question"),
        Json.list(row.getString("options")),
        row.getString("recommendation"),
        row.getString("requester_id"),
        row.getInt("priority"),
        toAnswer(row),
        Instant.ofEpochMilli(row.getLong("created_ms")));
  }

  private static @Nullable Answer toAnswer(ResultSet row) throws SQLException {
    @Nullable String decider = row.getString("decider_id");
    return decider == null
        ? null
        : new Answer(
            decider,
            row.getString("decision"),
            row.getString("rationale"),
            Instant.ofEpochMilli(row.getLong("decided_ms")));
  }
}
