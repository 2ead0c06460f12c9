package io.loom.server.member;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The `project_members` table. Every method works inside the transaction it is given.
final class MemberRepository {
  private static final String SELECT =
      """
      SELECT m.project_id, m.user_id, u.username, m.role, m.created_ms
      FROM project_members m JOIN users u ON u.id = m.user_id
      """;

  /// Adds a member, or gives him another role.
  void put(Handle transaction, Member member) {
    transaction
        .createUpdate(
            """
            INSERT INTO project_members (project_id, user_id, role, created_ms)
            VALUES (:project, :user, :role, :created)
            ON CONFLICT (project_id, user_id) DO UPDATE SET role = excluded.role
            """)
        .bind("project", member.projectId())
        .bind("user", member.userId())
        .bind("role", member.role().wireName())
        .bind("created", member.createdAt().toEpochMilli())
        .execute();
  }

  void delete(Handle transaction, String projectId, String userId) {
    transaction
        .createUpdate("DELETE FROM project_members WHERE project_id = :project AND user_id = :user")
        .bind("project", projectId)
        .bind("user", userId)
        .execute();
  }

  Optional<Member> find(Handle queries, String projectId, String userId) {
    return queries
        .createQuery(SELECT + "WHERE m.project_id = :project AND m.user_id = :user")
        .bind("project", projectId)
        .bind("user", userId)
        .map((row, _) -> toMember(row))
        .findOne();
  }

  /// Oldest first.
  List<Member> list(Handle queries, String projectId) {
    return queries
        .createQuery(SELECT + "WHERE m.project_id = :project ORDER BY m.created_ms, m.user_id")
        .bind("project", projectId)
        .map((row, _) -> toMember(row))
        .list();
  }

  Set<String> projectsOf(Handle queries, String userId) {
    return queries
        .createQuery("SELECT project_id FROM project_members WHERE user_id = :user")
        .bind("user", userId)
        .mapTo(String.class)
        .set();
  }

  private static Member toMember(ResultSet row) throws SQLException {
    var role = row.getString("role");
    return new Member(
        row.getString("project_id"),
        row.getString("user_id"),
        row.getString("username"),
        MemberRole.find(role).orElseThrow(() -> new IllegalStateException("stored role " + role)),
        Instant.ofEpochMilli(row.getLong("created_ms")));
  }
}
