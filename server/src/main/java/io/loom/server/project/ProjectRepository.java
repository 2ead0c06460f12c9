package io.loom.server.project;

import io.loom.ground.database.Dialect;
import io.loom.ground.http.Json;
import io.loom.ground.http.Reach;
import io.loom.server.reach.ReachSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// The `projects` table. Every method works inside the transaction it is given.
final class ProjectRepository {
  private static final String COLUMNS =
      "id, name, git_repo, branch, beads_path, bead_prefix, git_auth_method, git_strategy, status,"
          + " is_perpetual, is_sticky, context, ready, readiness, checked_ms, head_commit,"
          + " beads_branch, beads_commit, created_by, created_ms, updated_ms, closed_ms, synced_ms,"
          + " parent_id, git_credential_id, git_config_options, attributes, protected_branches,"
          + " due_ms";

  private final Dialect dialect;

  ProjectRepository(Dialect dialect) {
    this.dialect = dialect;
  }

  /// False when the id is taken; one statement decides.
  boolean insert(Handle transaction, Project project) {
    var insert =
        transaction.createUpdate(
            """
            INSERT INTO projects (id, name, git_repo, branch, beads_path, bead_prefix,
              git_auth_method, git_strategy, status, is_perpetual, is_sticky, context, ready,
              readiness, created_by, created_ms, updated_ms, parent_id, git_credential_id,
              git_config_options, attributes, protected_branches, due_ms)
            VALUES (:id, :name, :repo, :branch, :beadsPath, :beadPrefix,
              :auth, :strategy, :status, :perpetual, :sticky, :context, 0,
              :readiness, :maker, :created, :created, :parent, :credential,
              :gitOptions, :attributes, :protected, :due)
            ON CONFLICT (id) DO NOTHING
            """);
    return bind(insert, project.options())
            .bind("id", project.id())
            .bind("name", project.name())
            .bind("repo", project.gitRepo())
            .bind("branch", project.branch())
            .bind("beadsPath", project.beadsPath())
            .bind("beadPrefix", project.beadPrefix())
            .bind("auth", project.gitAuthMethod().wireName())
            .bind("strategy", project.gitStrategy().wireName())
            .bind("status", project.status().wireName())
            .bind("perpetual", project.isPerpetual() ? 1 : 0)
            .bind("sticky", project.isSticky() ? 1 : 0)
            .bind("context", Json.write(project.context()))
            .bind("readiness", Json.write(project.readiness().issues()))
            .bind("maker", project.createdBy())
            .bind("created", project.createdAt().toEpochMilli())
            .execute()
        == 1;
  }

  private static Update bind(Update statement, ProjectOptions options) {
    var branches = options.protectedBranches();
    var due = options.dueDate();
    return statement
        .bind("parent", options.parentId())
        .bind("credential", options.git().credentialId())
        .bind("gitOptions", Json.write(options.git().options()))
        .bind("attributes", Json.write(options.attributes()))
        .bind("protected", branches == null ? null : Json.write(branches))
        .bind("due", due == null ? null : (Long) due.toEpochMilli());
  }

  Optional<Project> find(Handle queries, String id) {
    return queries
        .createQuery("SELECT %s FROM projects WHERE id = :id".formatted(COLUMNS))
        .bind("id", id)
        .map((row, _) -> toProject(row))
        .findOne();
  }

  /// Like [#find]; nobody else changes the project until the transaction ends.
  Optional<Project> findForChange(Handle transaction, String id) {
    return transaction
        .createQuery(
            "SELECT %s FROM projects WHERE id = :id %s".formatted(COLUMNS, dialect.forUpdate()))
        .bind("id", id)
        .map((row, _) -> toProject(row))
        .findOne();
  }

  List<Project> list(Handle queries, Reach reach) {
    var query =
        queries.createQuery(
            "SELECT %s FROM projects WHERE %s ORDER BY created_ms, id"
                .formatted(COLUMNS, ReachSql.within(reach, "id")));
    return ReachSql.bind(query, reach).map((row, _) -> toProject(row)).list();
  }

  void updateSettings(Handle transaction, Project project, Instant now) {
    var update =
        transaction.createUpdate(
            """
            UPDATE projects
            SET name = :name, git_repo = :repo, branch = :branch, beads_path = :beadsPath,
              git_auth_method = :auth, git_strategy = :strategy, is_perpetual = :perpetual,
              is_sticky = :sticky, context = :context, updated_ms = :now, parent_id = :parent,
              git_credential_id = :credential, git_config_options = :gitOptions,
              attributes = :attributes, protected_branches = :protected, due_ms = :due
            WHERE id = :id
            """);
    bind(update, project.options())
        .bind("id", project.id())
        .bind("name", project.name())
        .bind("repo", project.gitRepo())
        .bind("branch", project.branch())
        .bind("beadsPath", project.beadsPath())
        .bind("auth", project.gitAuthMethod().wireName())
        .bind("strategy", project.gitStrategy().wireName())
        .bind("perpetual", project.isPerpetual() ? 1 : 0)
        .bind("sticky", project.isSticky() ? 1 : 0)
        .bind("context", Json.write(project.context()))
        .bind("now", now.toEpochMilli())
        .execute();
  }

  void updateStatus(
      Handle transaction,
      String id,
      ProjectStatus status,
      @Nullable Instant closedAt,
      Instant now) {
    transaction
        .createUpdate(
            """
            UPDATE projects SET status = :status, closed_ms = :closed, updated_ms = :now
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("status", status.wireName())
        .bind("closed", closedAt == null ? null : (Long) closedAt.toEpochMilli())
        .bind("now", now.toEpochMilli())
        .execute();
  }

  void updateReadiness(Handle transaction, String id, Readiness readiness) {
    var checkedAt = readiness.checkedAt();
    transaction
        .createUpdate(
            """
            UPDATE projects SET ready = :ready, readiness = :readiness, checked_ms = :checked
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("ready", readiness.ready() ? 1 : 0)
        .bind("readiness", Json.write(readiness.issues()))
        .bind("checked", checkedAt == null ? null : (Long) checkedAt.toEpochMilli())
        .execute();
  }

  /// False when it was this commit already.
  boolean updateHead(Handle transaction, String id, String commit) {
    return transaction
            .createUpdate(
                """
                UPDATE projects SET head_commit = :commit
                WHERE id = :id AND COALESCE(head_commit, '') <> :commit
                """)
            .bind("id", id)
            .bind("commit", commit)
            .execute()
        == 1;
  }

  void updateSynced(Handle transaction, String id, Instant now) {
    transaction
        .createUpdate("UPDATE projects SET synced_ms = :now WHERE id = :id")
        .bind("id", id)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /// Whether a project is the given one, or the given one is a part of it, directly or not.
  boolean isAbove(Handle queries, String id, String other) {
    return queries
        .createQuery(
            """
            WITH RECURSIVE above (id, parent_id) AS (
              SELECT id, parent_id FROM projects WHERE id = :other
              UNION
              SELECT projects.id, projects.parent_id
              FROM projects JOIN above ON projects.id = above.parent_id
            )
            SELECT 1 FROM above WHERE id = :id
            """)
        .bind("id", id)
        .bind("other", other)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /// False when it was this branch and commit already.
  boolean updateBeads(Handle transaction, String id, String branch, String commit) {
    return transaction
            .createUpdate(
                """
                UPDATE projects SET beads_branch = :branch, beads_commit = NULLIF(:commit, '')
                WHERE id = :id
                  AND (COALESCE(beads_branch, '') <> :branch
                    OR COALESCE(beads_commit, '') <> :commit)
                """)
            .bind("id", id)
            .bind("branch", branch)
            .bind("commit", commit)
            .execute()
        == 1;
  }

  /// How many things of each kind would go with a project.
  Map<String, Long> things(Handle queries, String id) {
    return queries
        .createQuery(
            """
            SELECT 'beads' AS kind, COUNT(*) AS number FROM beads WHERE project_id = :id
            UNION ALL SELECT 'comments', COUNT(*) FROM project_comments WHERE project_id = :id
            UNION ALL SELECT 'decisions', COUNT(*) FROM decisions WHERE project_id = :id
            UNION ALL SELECT 'milestones', COUNT(*) FROM milestones WHERE project_id = :id
            UNION ALL SELECT 'runs', COUNT(*) FROM runs WHERE project_id = :id
            UNION ALL SELECT 'secrets', COUNT(*) FROM secrets WHERE project_id = :id
            """)
        .bind("id", id)
        .map((row, _) -> Map.entry(row.getString("kind"), row.getLong("number")))
        .stream()
        .filter(entry -> entry.getValue() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Projects that were parts of a deleted one stand alone.
  void delete(Handle transaction, Project project, Instant now) {
    transaction
        .createUpdate("UPDATE projects SET parent_id = NULL WHERE parent_id = :id")
        .bind("id", project.id())
        .execute();
    transaction
        .createUpdate("DELETE FROM projects WHERE id = :id")
        .bind("id", project.id())
        .execute();
    transaction
        .createUpdate(
            """
            INSERT INTO former_projects (id, created_by, deleted_ms) VALUES (:id, :maker, :now)
            ON CONFLICT (id) DO UPDATE
            SET created_by = excluded.created_by, deleted_ms = excluded.deleted_ms
            """)
        .bind("id", project.id())
        .bind("maker", project.createdBy())
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /// Whether an id belonged to a project of somebody else: its events and runs are there still.
  boolean wasOfAnother(Handle queries, String id, @Nullable String userId) {
    return queries
        .createQuery(
            "SELECT 1 FROM former_projects WHERE id = :id AND COALESCE(created_by, '') <> :user")
        .bind("id", id)
        .bind("user", userId == null ? "" : userId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private static Project toProject(ResultSet row) throws SQLException {
    return new Project(
        row.getString("id"),
        row.getString("name"),
        row.getString("git_repo"),
        row.getString("branch"),
        row.getString("beads_path"),
        row.getString("bead_prefix"),
        GitAuthMethod.find(row.getString("git_auth_method")).orElseThrow(),
        GitStrategy.find(row.getString("git_strategy")).orElseThrow(),
        ProjectStatus.of(row.getString("status")),
        row.getInt("is_perpetual") == 1,
        row.getInt("is_sticky") == 1,
        Json.strings(row.getString("context")),
        toOptions(row),
        new Readiness(
            row.getInt("ready") == 1,
            List.of(Json.read(row.getString("readiness"), ReadinessIssue[].class)),
            instant(row, "checked_ms")),
        row.getString("head_commit"),
        row.getString("beads_branch"),
        row.getString("beads_commit"),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        Instant.ofEpochMilli(row.getLong("updated_ms")),
        instant(row, "closed_ms"),
        instant(row, "synced_ms"),
        row.getString("created_by"));
  }

  private static ProjectOptions toOptions(ResultSet row) throws SQLException {
    var branches = row.getString("protected_branches");
    return new ProjectOptions(
        row.getString("parent_id"),
        new GitSettings(
            row.getString("git_credential_id"), Json.strings(row.getString("git_config_options"))),
        Json.objects(row.getString("attributes")),
        branches == null ? null : Json.list(branches),
        instant(row, "due_ms"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
