package io.loom.server.agent;

import io.loom.ground.database.Sql;
import io.loom.server.reach.Actor;
import io.loom.server.reach.ReachSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The `agents` table. Every method works inside the transaction it is given.
final class AgentRepository {
  private static final String COLUMNS =
      "id, name, role, persona_name, provider_id, project_id, status, current_bead, started_ms,"
          + " last_active_ms, created_by";

  void insert(Handle transaction, Agent agent) {
    transaction
        .createUpdate(
            """
            INSERT INTO agents (id, name, role, persona_name, provider_id, project_id, status,
              current_bead, started_ms, last_active_ms, created_by)
            VALUES (:id, :name, :role, :persona, :provider, :project, :status,
              NULL, :started, :active, :maker)
            """)
        .bind("id", agent.id())
        .bind("name", agent.name())
        .bind("role", agent.role())
        .bind("persona", agent.personaName())
        .bind("provider", agent.providerId())
        .bind("project", agent.projectId())
        .bind("status", agent.status().wireName())
        .bind("started", agent.startedAt().toEpochMilli())
        .bind("active", agent.lastActiveAt().toEpochMilli())
        .bind("maker", agent.createdBy())
        .execute();
  }

  Optional<Agent> find(Handle queries, String id) {
    return Sql.of(queries, "SELECT %s FROM agents WHERE id = :id".formatted(COLUMNS))
        .bind("id", id)
        .first(row -> toAgent(row));
  }

  /// Those that somebody may know of, see [Agent#isWithin].
  List<Agent> list(Handle queries, Actor actor) {
    var query =
        queries
            .createQuery(
                """
                SELECT %s FROM agents
                WHERE %s OR (project_id IS NULL AND created_by = :user)
                ORDER BY started_ms, id
                """
                    .formatted(COLUMNS, ReachSql.within(actor.reach(), "project_id")))
            .bind("user", actor.userId());
    return ReachSql.bind(query, actor.reach()).map((row, _) -> toAgent(row)).list();
  }

  List<Agent> listOf(Handle queries, String projectId) {
    return queries
        .createQuery(
            "SELECT %s FROM agents WHERE project_id = :project ORDER BY started_ms, id"
                .formatted(COLUMNS))
        .bind("project", projectId)
        .map((row, _) -> toAgent(row))
        .list();
  }

  /// The projects of all agents by their ids; an empty one for an agent of none.
  Map<String, String> listPlaces(Handle queries) {
    return queries
        .createQuery("SELECT id, COALESCE(project_id, '') FROM agents")
        .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Longest unused first.
  List<Agent> listIdle(Handle queries) {
    return Sql.of(
            queries,
            "SELECT %s FROM agents WHERE status = 'idle' ORDER BY last_active_ms, id"
                .formatted(COLUMNS))
        .list(row -> toAgent(row));
  }

  /// Whether there is a project that an agent may refer to.
  boolean hasProject(Handle queries, String projectId) {
    return queries
        .createQuery("SELECT 1 FROM projects WHERE id = :id")
        .bind("id", projectId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /// One statement decides, so of two that want the agent exactly one gets it.
  boolean take(Handle transaction, String id, String beadId, Instant now) {
    return Sql.of(
                transaction,
                """
                UPDATE agents SET status = 'working', current_bead = :bead, last_active_ms = :now
                WHERE id = :id AND status = 'idle'
                """)
            .bind("id", id)
            .bind("bead", beadId)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  /// False when the agent does not have this bead (any more).
  boolean release(Handle transaction, String id, String beadId, Instant now) {
    return Sql.of(
                transaction,
                """
                UPDATE agents SET status = 'idle', current_bead = NULL, last_active_ms = :now
                WHERE id = :id AND current_bead = :bead
                """)
            .bind("id", id)
            .bind("bead", beadId)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  boolean move(Handle transaction, String id, AgentStatus from, AgentStatus to, Instant now) {
    return transaction
            .createUpdate(
                """
                UPDATE agents SET status = :to, last_active_ms = :now
                WHERE id = :id AND status = :from
                """)
            .bind("id", id)
            .bind("from", from.wireName())
            .bind("to", to.wireName())
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  void rename(Handle transaction, Agent agent) {
    transaction
        .createUpdate(
            """
            UPDATE agents
            SET name = :name, role = :role, persona_name = :persona, provider_id = :provider
            WHERE id = :id
            """)
        .bind("id", agent.id())
        .bind("name", agent.name())
        .bind("role", agent.role())
        .bind("persona", agent.personaName())
        .bind("provider", agent.providerId())
        .execute();
  }

  /// False when the agent has a bead.
  boolean assign(Handle transaction, String id, String projectId) {
    return transaction
            .createUpdate(
                "UPDATE agents SET project_id = :project WHERE id = :id AND current_bead IS NULL")
            .bind("id", id)
            .bind("project", projectId)
            .execute()
        == 1;
  }

  /// False when the agent has a bead, or is not in the project.
  boolean unassign(Handle transaction, String id, String projectId) {
    return transaction
            .createUpdate(
                """
                UPDATE agents SET project_id = NULL
                WHERE id = :id AND project_id = :project AND current_bead IS NULL
                """)
            .bind("id", id)
            .bind("project", projectId)
            .execute()
        == 1;
  }

  /// False when the agent has a bead.
  boolean deleteFree(Handle transaction, String id) {
    return transaction
            .createUpdate("DELETE FROM agents WHERE id = :id AND current_bead IS NULL")
            .bind("id", id)
            .execute()
        == 1;
  }

  void delete(Handle transaction, String id) {
    transaction.createUpdate("DELETE FROM agents WHERE id = :id").bind("id", id).execute();
  }

  private static Agent toAgent(ResultSet row) throws SQLException {
    return new Agent(
        row.getString("id"),
        row.getString("name"),
        row.getString("role"),
        row.getString("persona_name"),
        row.getString("provider_id"),
        row.getString("project_id"),
        AgentStatus.of(row.getString("status")),
        row.getString("current_bead"),
        Instant.ofEpochMilli(row.getLong("started_ms")),
        Instant.ofEpochMilli(row.getLong("last_active_ms")),
        row.getString("created_by"));
  }
}
