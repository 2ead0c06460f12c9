package io.loom.server.dispatch;

import io.loom.server.TestBeads;
import io.loom.server.agent.Agent;
import io.loom.server.agent.AgentStatus;
import io.loom.server.bead.Bead;
import io.loom.server.dispatch.DispatchSnapshot.ProjectFacts;
import io.loom.server.provider.ProviderChoice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A world for the planner, made piece by piece.
final class TestSnapshot {
  static final ProviderChoice PROVIDER = new ProviderChoice("main", "model", 8_000, false, 0, 0);

  private final Map<String, List<Bead>> ready = new LinkedHashMap<>();
  private final List<Agent> idle = new ArrayList<>();
  private final Map<String, String> agents = new HashMap<>();
  private final Map<String, ProjectFacts> projects = new LinkedHashMap<>();
  private final Map<String, Integer> working = new HashMap<>();
  private final Map<String, Optional<ProviderChoice>> providers = new HashMap<>();
  private int capacity = 100;

  static Bead bead(String project, String id, String fields) {
    return TestBeads.bead(
        project, "{\"id\":\"%s\"%s}".formatted(id, fields.isEmpty() ? "" : "," + fields));
  }

  TestSnapshot project(String id) {
    return project(id, null);
  }

  /// @param obstacle why it takes no work
  TestSnapshot project(String id, @Nullable String obstacle) {
    projects.put(id, new ProjectFacts(id, Optional.ofNullable(obstacle)));
    return this;
  }

  TestSnapshot working(String project, int runs) {
    working.put(project, runs);
    return this;
  }

  TestSnapshot capacity(int places) {
    capacity = places;
    return this;
  }

  /// @param beads in their order: most urgent, then oldest first
  TestSnapshot ready(String project, Bead... beads) {
    ready.put(project, List.of(beads));
    return this;
  }

  TestSnapshot agent(String id, String role, @Nullable String project) {
    return agent(id, role, project, PROVIDER);
  }

  /// @param provider that can be asked for it now, if one can
  TestSnapshot agent(
      String id, String role, @Nullable String project, @Nullable ProviderChoice provider) {
    idle.add(
        new Agent(
            id,
            id,
            role,
            "default/" + role,
            null,
            project,
            AgentStatus.IDLE,
            null,
            Instant.EPOCH,
            Instant.EPOCH,
            null));
    providers.put(id, Optional.ofNullable(provider));
    return busyAgent(id, project);
  }

  TestSnapshot busyAgent(String id, @Nullable String project) {
    agents.put(id, project == null ? AgentChoice.ANY_PROJECT : project);
    return this;
  }

  DispatchSnapshot snapshot() {
    return new DispatchSnapshot(ready, idle, agents, projects, working, providers, capacity, false);
  }
}
