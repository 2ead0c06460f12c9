package io.loom.server.project;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.loom.api.OrgChartView;
import io.loom.api.OrgChartView.PositionView;
import io.loom.server.agent.Agent;
import io.loom.server.agent.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The seats of a company, and who of a project's agents sits on them. It follows from the agents,
/// so nothing of it is stored.
final class OrgChart {
  /// @param most agents on it, 0 for any number
  /// @param reportsTo id of the seat above, empty at the top
  private record Seat(String id, String role, boolean required, int most, String reportsTo) {}

  private static final String CEO = "pos-ceo";
  private static final String ENGINEERING = "pos-em";
  private static final String PRODUCT = "pos-pm";
  private static final List<Seat> SEATS =
      List.of(
          new Seat(CEO, "ceo", true, 1, ""),
          new Seat("pos-cfo", "cfo", false, 1, CEO),
          new Seat(PRODUCT, "product-manager", true, 0, CEO),
          new Seat(ENGINEERING, "engineering-manager", true, 0, CEO),
          new Seat("pos-projm", "project-manager", false, 0, ENGINEERING),
          new Seat("pos-qa", "qa-engineer", false, 0, ENGINEERING),
          new Seat("pos-devops", "devops-engineer", false, 0, ENGINEERING),
          new Seat("pos-reviewer", "code-reviewer", false, 0, ENGINEERING),
          new Seat("pos-docs", "documentation-manager", false, 1, PRODUCT),
          new Seat("pos-web", "web-designer", false, 0, PRODUCT),
          new Seat("pos-webeng", "web-designer-engineer", false, 0, ENGINEERING),
          new Seat("pos-pr", "public-relations-manager", false, 1, CEO),
          new Seat("pos-dm", "decision-maker", false, 1, CEO),
          new Seat("pos-hk", "housekeeping-bot", false, 1, ""));

  private OrgChart() {}

  static OrgChartView of(Project project, List<Agent> agents) {
    Map<String, List<String>> byRole =
        agents.stream()
            .collect(groupingBy(Agent::role, TreeMap::new, mapping(Agent::id, toList())));
    var positions = new ArrayList<PositionView>();
    for (var seat : SEATS) {
      var sitting = byRole.remove(seat.role());
      positions.add(position(project, seat, sitting == null ? List.of() : sitting));
    }
    // Roles of the project's own have seats beside the chart.
    byRole.forEach((role, ids) ->
        positions.add(position(project, new Seat("pos-" + role, role, false, 0, ""), ids)));
    return new OrgChartView(
        "org-" + project.id(),
        project.id(),
        project.name(),
        positions,
        false,
        null,
        project.createdAt(),
        project.updatedAt());
  }

  private static PositionView position(Project project, Seat seat, List<String> agents) {
    return new PositionView(
        seat.id(),
        seat.role(),
        Role.title(seat.role()),
        "default/" + seat.role(),
        seat.required(),
        seat.most(),
        agents,
        seat.reportsTo().isEmpty() ? null : seat.reportsTo(),
        state(seat, agents.size()),
        project.createdAt());
  }

  private static String state(Seat seat, int sitting) {
    return sitting == 0
        ? "vacant"
        : seat.most() > 0 && sitting >= seat.most() ? "filled" : "partial";
  }
}
