package io.loom.server.agent;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import java.util.Map;

/// What the API of agents and personas refuses with.
final class AgentProblems {
  private static final ProblemType NOT_FOUND =
      new ProblemType("agent-not-found", 404, "No such agent");
  private static final ProblemType BUSY =
      new ProblemType("agent-busy", 409, "The agent has a bead");
  private static final ProblemType PERSONA_NOT_FOUND =
      new ProblemType("persona-not-found", 404, "No such persona");

  private AgentProblems() {}

  static ProblemException notFound(String id) {
    return NOT_FOUND.because("There is no agent %s.".formatted(id), Map.of());
  }

  static ProblemException busy(Agent agent) {
    return BUSY.because(
        "Agent %s works on bead %s; stop that work first."
            .formatted(agent.id(), agent.currentBead()),
        Map.of("current_bead", String.valueOf(agent.currentBead())));
  }

  static ProblemException personaNotFound(String name) {
    return PERSONA_NOT_FOUND.because("There is no persona %s.".formatted(name), Map.of());
  }
}
