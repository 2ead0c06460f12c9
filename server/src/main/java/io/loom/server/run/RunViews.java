package io.loom.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.api.RunStepView;
import io.loom.api.RunView;
import io.loom.server.action.ActionParser;
import io.loom.server.action.ParsedAnswer;
import java.time.Instant;
import java.util.stream.Collectors;

/// Runs as the API shows them.
final class RunViews {
  private static final double MICROS = 1_000_000.0;

  private RunViews() {}

  static RunView view(Run run) {
    boolean later = run.endedAt() == null && run.notBefore().isAfter(Instant.EPOCH);
    return new RunView(
        run.id(),
        run.beadId(),
        run.projectId(),
        run.agentId(),
        run.providerId(),
        run.model(),
        run.state().stored(),
        run.reason(),
        run.detail(),
        run.hop(),
        run.attempt(),
        run.turns(),
        run.costMicros() / MICROS,
        run.promptTokens(),
        run.completionTokens(),
        run.base(),
        run.resultCommit(),
        later && run.attempt() > 0 ? run.notBefore() : null,
        run.createdAt(),
        run.updatedAt(),
        run.endedAt());
  }

  static RunStepView view(Run run, RunStep step) {
    var result = step.done() ? step.resultJson() : null;
    return new RunStepView(
        run.id(),
        step.n(),
        step.kind().stored(),
        step.name(),
        step.done() ? "done" : "started",
        result == null || isOk(result),
        result == null ? "" : text(step, result),
        step.kind() == StepKind.TURN ? null : step.requestJson(),
        result,
        step.costMicros() / MICROS,
        step.startedAt(),
        step.endedAt());
  }

  private static boolean isOk(JsonNode result) {
    return result.path("ok").asBoolean(true)
        && !result.path("outcome").asText("green").equals("red")
        && result.path("merged").asBoolean(true);
  }

  private static String text(RunStep step, JsonNode result) {
    return switch (step.kind()) {
      case TURN -> turnText(result);
      case PREPARE -> "workspace at " + result.path("base").asText();
      case MERGE ->
          result.path("merged").asBoolean()
              ? "merged as " + result.path("commit").asText()
              : result.path("text").asText();
      case ACTION, GATE, REBASE, ASK -> result.path("text").asText();
    };
  }

  private static String turnText(JsonNode result) {
    if (result.path("too_long").asBoolean()) {
      return result.path("text").asText();
    }
    return switch (ActionParser.parse(
        result.path("message"), result.path("tools").asBoolean(true))) {
      case ParsedAnswer.NoActions(var text) -> text;
      case ParsedAnswer.Calls(var calls, var notes) ->
          notes.isBlank()
              ? calls.stream().map(ParsedAnswer.Call::name).collect(Collectors.joining(", "))
              : notes;
    };
  }
}
