package io.loom.server.agent;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import java.util.Map;

/// What the API of agents and personas refuses with.
final class AgentProblems {
  private static final ProblemType NOT_FOUND =
      new ProblemType("agent-not-found", 404, "No such agent");
  private static final ProblemType BUSY =
      new ProblemType("agent-busy", 409, "The agent has a bead");
  private static final ProblemType PERSONA_NOT_FOUND =
      new ProblemType("persona-not-found", 404, "No such persona");

  private static final ProblemType PERSONA_TAKEN =
      new ProblemType("persona-exists", 409, "The name of a persona is taken");

  private AgentProblems() {}

  static ProblemException notFound(String id) {
    return NOT_FOUND.because("There is no agent %s.".formatted(id), Map.of());
  }

  static ProblemException busy(Agent agent) {
    var bead = agent.currentBead();
    return bead == null
        ? BUSY.because(
            "Agent %s is at work; wait until it is idle.".formatted(agent.id()), Map.of())
        : BUSY.because(
            "Agent %s works on bead %s; stop that work first.".formatted(agent.id(), bead),
            Map.of("current_bead", bead));
  }

  static ProblemException notMaker() {
    return HttpProblems.FORBIDDEN.because(
        "You need the permission agents:delete for an agent that somebody else made.",
        Map.of("permission", "agents:delete"));
  }

  static ProblemException personaNotFound(String name) {
    return PERSONA_NOT_FOUND.because("There is no persona %s.".formatted(name), Map.of());
  }

  static ProblemException personaTaken(String name) {
    return PERSONA_TAKEN.because(
        "There is a persona %s already, with another text; give another name.".formatted(name),
        Map.of("name", name));
  }
}
