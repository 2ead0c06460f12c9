package io.loom.server.project;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import io.loom.server.agent.Agent;
import java.util.Map;
import java.util.stream.Collectors;

/// What the API of projects refuses with.
final class ProjectProblems {
  private static final ProblemType NOT_FOUND =
      new ProblemType("project-not-found", 404, "No such project");
  private static final ProblemType ID_TAKEN =
      new ProblemType("project-exists", 409, "The id of a project is taken");
  private static final ProblemType PERPETUAL =
      new ProblemType("project-perpetual", 409, "The project is never closed");
  private static final ProblemType WRONG_STATUS =
      new ProblemType("project-status", 409, "The project has the wrong status for this");
  private static final ProblemType NOT_EMPTY =
      new ProblemType("project-not-empty", 409, "Things would be lost with the project");
  private static final ProblemType OPEN_RUNS =
      new ProblemType("project-open-runs", 409, "Agents are at work in the project");
  private static final ProblemType AGENT_BUSY =
      new ProblemType("agent-busy", 409, "The agent has a bead");

  private ProjectProblems() {}

  static ProblemException notFound(String id) {
    return NOT_FOUND.because("There is no project %s.".formatted(id), Map.of());
  }

  static ProblemException idTaken(String id) {
    return ID_TAKEN.because(
        "The id %s is taken; give another one.".formatted(id), Map.of("id", id));
  }

  static ProblemException notMaker() {
    return HttpProblems.FORBIDDEN.because(
        "You need the permission projects:delete for a project that somebody else made.",
        Map.of("permission", "projects:delete"));
  }

  static ProblemException notYourself() {
    return HttpProblems.FORBIDDEN.because(
        "You need the permission projects:admin to speak in the name of another.",
        Map.of("permission", "projects:admin"));
  }

  static ProblemException perpetual(String id) {
    return PERPETUAL.because(
        "Project %s is perpetual; set is_perpetual to false to close it.".formatted(id), Map.of());
  }

  static ProblemException wrongStatus(String id, ProjectStatus status) {
    return WRONG_STATUS.because(
        "Project %s is %s.".formatted(id, status.wireName()), Map.of("status", status.wireName()));
  }

  static ProblemException statusRoute(String id) {
    return WRONG_STATUS.because(
        "The status of a project is changed with POST /api/v1/projects/%s/close and reopen."
            .formatted(id),
        Map.of());
  }

  static ProblemException notEmpty(String id, Map<String, Long> things) {
    var words =
        things.entrySet().stream()
            .map(it -> it.getValue() + " " + it.getKey())
            .collect(Collectors.joining(", "));
    return NOT_EMPTY.because(
        "With project %s would be lost: %s. Delete it with ?force=true if so.".formatted(id, words),
        Map.of("would_be_lost", things));
  }

  static ProblemException openRuns(String id, long runs) {
    return OPEN_RUNS.because(
        "Project %s has %d runs under way; wait, stop them, or delete it with ?force=true."
            .formatted(id, runs),
        Map.of("open_runs", runs));
  }

  static ProblemException agentBusy(Agent agent) {
    var bead = agent.currentBead();
    return bead == null
        ? AGENT_BUSY.because(
            "Agent %s is at work; wait until it is idle.".formatted(agent.id()), Map.of())
        : AGENT_BUSY.because(
            "Agent %s works on bead %s; stop that work first.".formatted(agent.id(), bead),
            Map.of("current_bead", bead));
  }
}
