package io.loom.server.dispatch;

import io.loom.server.agent.Agent;
import io.loom.server.bead.Bead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which idle agent suits a bead: the one it is assigned to, else one of the role it asks for, else
/// the project's usual workers in a fixed order. Agents without a project work for any.
final class AgentChoice {
  /// In place of a project: of agents that work for any.
  static final String ANY_PROJECT = "";

  private static final String OWNER_ROLE = "ceo";
  private static final List<String> USUAL =
      List.of(
          "engineering-manager",
          "web-designer-engineer",
          "devops-engineer",
          "qa-engineer",
          "cto",
          "project-manager");
  private static final Pattern HINT = Pattern.compile("^\\[([a-z][a-z0-9-]*)]\\s");

  private final Map<String, List<Agent>> byProject = new HashMap<>();
  private final Map<String, String> places;

  /// @param places the projects of all agents by their ids, idle or not; see [#place]
  AgentChoice(List<Agent> idle, Map<String, String> places) {
    this.places = Map.copyOf(places);
    for (var agent : idle) {
      byProject.computeIfAbsent(place(agent), _ -> new ArrayList<>()).add(agent);
    }
    byProject.values().forEach(agents -> agents.sort(Comparator.comparingInt(AgentChoice::rank)));
  }

  /// The project that an agent works for.
  static String place(Agent agent) {
    return agent.projectId() == null ? ANY_PROJECT : agent.projectId();
  }

  private static int rank(Agent agent) {
    int place = USUAL.indexOf(agent.role());
    return place < 0 ? USUAL.size() : place;
  }

  Optional<Agent> choose(Bead bead) {
    var assignee = bead.assignee();
    if (!assignee.isEmpty()) {
      return free(bead).filter(agent -> agent.id().equals(assignee)).findFirst();
    }
    var role = wantedRole(bead);
    if (role.isPresent() && !role.get().equals(OWNER_ROLE)) {
      var suited = free(bead).filter(agent -> agent.role().equals(role.get())).findFirst();
      if (suited.isPresent()) {
        return suited;
      }
    }
    return free(bead).filter(agent -> !agent.role().equals(OWNER_ROLE)).findFirst();
  }

  /// Nobody gets this agent any more.
  void use(Agent agent) {
    byProject.getOrDefault(place(agent), new ArrayList<>()).remove(agent);
  }

  /// Why nobody is chosen, as far as agents go.
  Optional<String> obstacle(Bead bead) {
    var assignee = bead.assignee();
    if (!assignee.isEmpty() && !mayTake(assignee, bead)) {
      return Optional.of(
          "It is assigned to %s, who is no agent of its project.".formatted(assignee));
    }
    if (choose(bead).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        assignee.isEmpty()
            ? "All agents of its project are busy."
            : "It is assigned to %s, who is busy.".formatted(assignee));
  }

  /// Whether an agent works in the bead's project. Whether it is in another one or nowhere is not
  /// told: who reads this may not know of the other one.
  private boolean mayTake(String agentId, Bead bead) {
    var place = places.get(agentId);
    return place != null && (place.equals(ANY_PROJECT) || place.equals(bead.projectId()));
  }

  private Stream<Agent> free(Bead bead) {
    return Stream.concat(
        byProject.getOrDefault(bead.projectId(), List.of()).stream(),
        byProject.getOrDefault(ANY_PROJECT, List.of()).stream());
  }

  /// `[qa-engineer] …` at the start of the title, or a label `role:qa-engineer`.
  private static Optional<String> wantedRole(Bead bead) {
    for (var label : bead.labels()) {
      if (label.startsWith("role:")) {
        return Optional.of(label.substring(5));
      }
    }
    var hint = HINT.matcher(bead.title());
    return hint.find() ? Optional.of(hint.group(1)) : Optional.empty();
  }
}
