package io.loom.server.decision;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import java.util.List;
import java.util.Map;

/// What the API of decisions refuses with.
final class DecisionProblems {
  private static final ProblemType NOT_FOUND =
      new ProblemType("decision-not-found", 404, "No such decision");
  private static final ProblemType ALREADY_DECIDED =
      new ProblemType("decision-decided", 409, "The question was answered before");
  private static final ProblemType NOT_AN_OPTION =
      new ProblemType("decision-option", 400, "The answer is none of the options");

  private static final ProblemType ID_TAKEN =
      new ProblemType("decision-exists", 409, "The id of a decision is taken");

  private DecisionProblems() {}

  static ProblemException idTaken(String id) {
    return ID_TAKEN.because("The id %s is taken; give another one.".formatted(id), Map.of());
  }

  static ProblemException notFound(String id) {
    return NOT_FOUND.because("There is no decision %s.".formatted(id), Map.of());
  }

  static ProblemException alreadyDecided(String id, Answer answer) {
    return ALREADY_DECIDED.because(
        "%s decided \"%s\" on %s.".formatted(answer.deciderId(), answer.decision(), id),
        Map.of("decision", answer.decision(), "decider_id", answer.deciderId()));
  }

  static ProblemException notAnOption(String decision, List<String> options) {
    return NOT_AN_OPTION.because(
        options.isEmpty()
            ? "decision is required."
            : "\"%s\" is none of the options: %s.".formatted(decision, String.join(", ", options)),
        Map.of("options", options));
  }
}
