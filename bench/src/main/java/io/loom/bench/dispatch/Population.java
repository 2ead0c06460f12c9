package io.loom.bench.dispatch;

import io.loom.server.bead.file.BeadFile;
import io.loom.server.project.NewProject;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Fills a world: projects that are ready, agents that are idle, a provider that is healthy, beads.
///
/// Rows that the server would only write after it saw a repository or a model are written as if it
/// had.
final class Population {
  private final BenchWorld world;

  Population(BenchWorld world) {
    this.world = world;
  }

  void addProvider() {
    long now = world.clock().millis();
    world
        .database()
        .change(handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO providers (id, name, type, endpoint, model, selected_model, description,
                      has_key, streaming, status, failures, last_heartbeat_ms, last_latency_ms,
                      next_probe_ms, context_window, prompt_micros_per_mtoken,
                      completion_micros_per_mtoken, revision, created_ms, updated_ms)
                    VALUES ('bench', 'bench', 'openai', 'http://127.0.0.1:9/v1', 'none', 'none', '',
                      0, 0, 'healthy', 0, :now, 1, :later, 100000, 0, 0, 1, :now, :now)
                    """)
                .bind("now", now)
                .bind("later", now + 1_000_000_000_000L)
                .execute());
  }

  /// Adds a project, of which one agent comes by itself.
  void addProject(String id, int agents) {
    ProjectService projects = world.projects().service();
    var _ =
        projects.create(
            Actor.SYSTEM,
            new NewProject(
                id,
                id,
                "https://git.invalid/%s.git".formatted(id),
                "main",
                "",
                id,
                null,
                null,
                false,
                false,
                Map.of()));
    projects.setReadiness(id, true, List.of());
    world.database().change(handle -> addAgents(handle, id, agents - 1));
  }

  private void addAgents(Handle handle, String project, int count) {
    var roles = List.of("engineering-manager", "web-designer-engineer", "qa-engineer", "cto");
    var batch =
        handle.prepareBatch(
            """
            INSERT INTO agents (id, name, role, persona_name, provider_id, project_id, status,
              current_bead, started_ms, last_active_ms)
            VALUES (:id, :id, :role, :persona, NULL, :project, 'idle', NULL, :now, :now)
            """);
    for (int i = 0; i < count; i++) {
      var role = roles.get(i % roles.size());
      batch
          .bind("id", "agent-%s-%d".formatted(project, i))
          .bind("role", role)
          .bind("persona", "default/" + role)
          .bind("project", project)
          .bind("now", world.clock().millis())
          .add();
    }
    batch.execute();
  }

  void importBeads(String project, BeadGraph graph) {
    var file = BeadFile.parse(graph.file());
    var imported =
        world.database().write(handle -> world.beads().importFile(handle, project, file));
    if (!imported.problems().isEmpty()) {
      throw new IllegalStateException("the beads were not taken: " + imported.problems());
    }
  }

  /// Lets the database look at what it has before it is measured, as it does in the long run.
  void settle() {
    world.database().change(handle -> handle.execute("ANALYZE"));
  }
}
