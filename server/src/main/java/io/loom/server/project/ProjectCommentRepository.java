package io.loom.server.project;

import io.loom.ground.http.Reach;
import io.loom.server.reach.ReachSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The `project_comments` table. Every method works inside the transaction it is given.
final class ProjectCommentRepository {
  void insert(Handle transaction, ProjectComment comment) {
    transaction
        .createUpdate(
            """
            INSERT INTO project_comments (id, project_id, author_id, comment, created_ms)
            VALUES (:id, :project, :author, :comment, :created)
            """)
        .bind("id", comment.id())
        .bind("project", comment.projectId())
        .bind("author", comment.authorId())
        .bind("comment", comment.comment())
        .bind("created", comment.createdAt().toEpochMilli())
        .execute();
  }

  /// Those of all projects within a reach, oldest first.
  List<ProjectComment> listAll(Handle queries, Reach reach) {
    var query =
        queries.createQuery(
            """
            SELECT id, project_id, author_id, comment, created_ms
            FROM project_comments
            WHERE %s
            ORDER BY created_ms, id
            """
                .formatted(ReachSql.within(reach, "project_id")));
    return ReachSql.bind(query, reach).map((row, _) -> toComment(row)).list();
  }

  List<ProjectComment> list(Handle queries, String projectId) {
    return queries
        .createQuery(
            """
            SELECT id, project_id, author_id, comment, created_ms
            FROM project_comments
            WHERE project_id = :project
            ORDER BY created_ms, id
            """)
        .bind("project", projectId)
        .map((row, _) -> toComment(row))
        .list();
  }

  private static ProjectComment toComment(ResultSet row) throws SQLException {
    return new ProjectComment(
        row.getString("id"),
        row.getString("project_id"),
        row.getString("author_id"),
        row.getString("comment"),
        Instant.ofEpochMilli(row.getLong("created_ms")));
  }
}
