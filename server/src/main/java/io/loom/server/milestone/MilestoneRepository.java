package io.loom.server.milestone;

import io.loom.ground.http.Reach;
import io.loom.server.reach.ReachSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// The `milestones` table. Every method works inside the transaction it is given.
final class MilestoneRepository {
  private static final String COLUMNS =
      "id, project_id, name, description, type, status, due_ms, start_ms, completed_ms, created_ms";

  void insert(Handle transaction, Milestone milestone) {
    var insert =
        transaction.createUpdate(
            """
            INSERT INTO milestones (id, project_id, name, description, type, status, due_ms,
              start_ms, completed_ms, created_ms)
            VALUES (:id, :project, :name, :description, :type, :status, :due, :start, :completed,
              :created)
            """);
    bind(insert, milestone)
        .bind("project", milestone.projectId())
        .bind("created", milestone.createdAt().toEpochMilli())
        .execute();
  }

  void update(Handle transaction, Milestone milestone) {
    var update =
        transaction.createUpdate(
            """
            UPDATE milestones
            SET name = :name, description = :description, type = :type, status = :status,
              due_ms = :due, start_ms = :start, completed_ms = :completed
            WHERE id = :id
            """);
    bind(update, milestone).execute();
  }

  private static Update bind(Update statement, Milestone milestone) {
    return statement
        .bind("id", milestone.id())
        .bind("name", milestone.name())
        .bind("description", milestone.description())
        .bind("type", milestone.type())
        .bind("status", milestone.status())
        .bind("due", millis(milestone.dueDate()))
        .bind("start", millis(milestone.startDate()))
        .bind("completed", millis(milestone.completedAt()));
  }

  boolean delete(Handle transaction, String id) {
    return transaction
            .createUpdate("DELETE FROM milestones WHERE id = :id")
            .bind("id", id)
            .execute()
        == 1;
  }

  Optional<Milestone> find(Handle queries, String projectId, String id) {
    return queries
        .createQuery(
            "SELECT %s FROM milestones WHERE id = :id AND project_id = :project".formatted(COLUMNS))
        .bind("id", id)
        .bind("project", projectId)
        .map((row, _) -> toMilestone(row))
        .findOne();
  }

  /// Those of all projects within a reach, the next due first.
  List<Milestone> list(Handle queries, Reach reach) {
    var query =
        queries.createQuery(
            """
            SELECT %s FROM milestones WHERE %s
            ORDER BY COALESCE(due_ms, 9223372036854775807), created_ms, id
            """
                .formatted(COLUMNS, ReachSql.within(reach, "project_id")));
    return ReachSql.bind(query, reach).map((row, _) -> toMilestone(row)).list();
  }

  boolean hasProject(Handle queries, String projectId) {
    return queries
        .createQuery("SELECT 1 FROM projects WHERE id = :id")
        .bind("id", projectId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private static Milestone toMilestone(ResultSet row) throws SQLException {
    return new Milestone(
        row.getString("id"),
        row.getString("project_id"),
        row.getString("name"),
        row.getString("description"),
        row.getString("type"),
        row.getString("status"),
        instant(row, "due_ms"),
        instant(row, "start_ms"),
        instant(row, "completed_ms"),
        Instant.ofEpochMilli(row.getLong("created_ms")));
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : (Long) time.toEpochMilli();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
