package io.loom.server.dispatch;

import io.loom.server.bead.Bead;
import io.loom.server.dispatch.DispatchPlan.Assignment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Matches ready beads with idle agents. Pure: a plan follows from its snapshot.
///
/// Projects take turns: the next bead comes from the project with the fewest runs under way, so
/// that none starves; within a project the most urgent bead goes first, then the oldest.
final class DispatchPlanner {
  private static final String NO_PLACE = "All places are taken (agents.max_concurrent).";

  private static final String NO_PROVIDER = "No provider can be asked now.";

  private final int maxHops;

  DispatchPlanner(int maxHops) {
    this.maxHops = maxHops;
  }

  DispatchPlan plan(DispatchSnapshot snapshot) {
    return new Planning(snapshot).plan();
  }

  /// Why a bead that is ready gets no agent as things stand, or nothing when it would get one.
  Optional<String> obstacle(Outlook outlook, Bead bead) {
    var snapshot = outlook.snapshot();
    var facts = snapshot.projects().get(bead.projectId());
    if (facts == null || facts.obstacle().isPresent()) {
      return facts == null ? Optional.of("Its project is gone.") : facts.obstacle();
    }
    if (bead.dispatches() > maxHops) {
      return Optional.of(
          "It was dispatched %d times without a result; a decision is needed."
              .formatted(bead.dispatches()));
    }
    if (!outlook.isAnyProviderUsable() && !snapshot.idle().isEmpty()) {
      return Optional.of(NO_PROVIDER);
    }
    return outlook
        .choice()
        .obstacle(bead)
        .or(() -> snapshot.capacity() == 0 ? Optional.of(NO_PLACE) : Optional.empty());
  }

  private final class Planning {
    private final DispatchSnapshot snapshot;
    private final AgentChoice agents;
    private final boolean withoutProvider;
    private final Map<String, Deque<Bead>> waiting = new LinkedHashMap<>();
    private final Map<String, Integer> working;
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<Bead> escalations = new ArrayList<>();
    private final Map<String, String> held = new HashMap<>();

    Planning(DispatchSnapshot snapshot) {
      this.snapshot = snapshot;
      this.agents = new AgentChoice(snapshot.idleWithProvider(), snapshot.agents());
      this.withoutProvider = !snapshot.idle().isEmpty() && snapshot.idleWithProvider().isEmpty();
      this.working = new HashMap<>(snapshot.working());
      snapshot.ready().forEach((project, beads) -> waiting.put(project, new ArrayDeque<>(beads)));
    }

    DispatchPlan plan() {
      waiting.entrySet().removeIf(entry -> !takesWork(entry.getKey(), entry.getValue()));
      while (!waiting.isEmpty()) {
        next();
      }
      return new DispatchPlan(assignments, escalations, held);
    }

    private boolean takesWork(String project, Deque<Bead> beads) {
      var facts = snapshot.projects().get(project);
      var obstacle = facts == null ? Optional.of("Its project is gone.") : facts.obstacle();
      obstacle.ifPresent(reason -> beads.forEach(bead -> held.put(bead.id(), reason)));
      return obstacle.isEmpty();
    }

    private void next() {
      var turn =
          waiting.entrySet().stream()
              .min(Comparator.comparingInt(it -> working.getOrDefault(it.getKey(), 0)))
              .orElseThrow();
      var bead = turn.getValue().poll();
      if (bead == null) {
        waiting.remove(turn.getKey());
      } else if (bead.dispatches() > maxHops) {
        escalations.add(bead);
      } else if (assignments.size() >= snapshot.capacity()) {
        held.put(bead.id(), NO_PLACE);
      } else {
        assign(bead);
      }
    }

    private void assign(Bead bead) {
      var agent = agents.choose(bead);
      if (agent.isEmpty()) {
        held.put(
            bead.id(),
            withoutProvider ? NO_PROVIDER : agents.obstacle(bead).orElse("No agent is free."));
        return;
      }
      var provider = snapshot.providers().getOrDefault(agent.get().id(), Optional.empty());
      agents.use(agent.get());
      assignments.add(new Assignment(bead, agent.get(), provider.orElseThrow()));
      working.merge(bead.projectId(), 1, Integer::sum);
    }
  }
}
