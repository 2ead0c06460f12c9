package io.loom.server.dispatch;

import io.loom.server.agent.Agent;
import io.loom.server.bead.Bead;
import io.loom.server.provider.ProviderChoice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What dispatch needs to know of the world, read at one moment.
///
/// @param ready beads that nobody holds, by project, most urgent and oldest first
/// @param idle agents without work
/// @param agents the projects of all agents by their ids, see [AgentChoice#place]
/// @param projects by id
/// @param working runs under way, by project
/// @param providers the provider that each idle agent would use, by agent id
/// @param capacity how many more runs this server may work on
/// @param cut whether there may be more ready beads that an idle agent could take
record DispatchSnapshot(
    Map<String, List<Bead>> ready,
    List<Agent> idle,
    Map<String, String> agents,
    Map<String, ProjectFacts> projects,
    Map<String, Integer> working,
    Map<String, Optional<ProviderChoice>> providers,
    int capacity,
    boolean cut) {
  /// @param obstacle why the project takes no work, in words
  record ProjectFacts(String id, Optional<String> obstacle) {}

  DispatchSnapshot withProviders(Function<List<Agent>, Map<String, Optional<ProviderChoice>>> of) {
    return new DispatchSnapshot(
        ready, idle, agents, projects, working, of.apply(idle), capacity, cut);
  }

  /// Whether another look may find more to give out, after so many beads were.
  boolean isCutShort(int given) {
    return cut && given < idle.size() && given < capacity;
  }

  /// Agents that have nothing to do and a model to do it with.
  List<Agent> idleWithProvider() {
    return idle.stream()
        .filter(agent -> providers.getOrDefault(agent.id(), Optional.empty()).isPresent())
        .toList();
  }
}
