package io.loom.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.server.action.ActionOutcome;
import io.loom.server.action.ActionParser;
import io.loom.server.action.LoopDetector;
import io.loom.server.action.ParsedAnswer;
import io.loom.server.action.ParsedAnswer.Call;
import io.loom.weaver.ExecResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Says what a run does next, from its journal alone. Pure: the same journal has the same answer,
/// so first try, retry and recovery are one.
final class RunPlanner {
  static final int MOST_EMPTY_ANSWERS = 2;
  static final int MOST_INVALID_ANSWERS = 4;
  static final int MOST_TOO_LONG = 4;

  private final RunLimits limits;

  RunPlanner(RunLimits limits) {
    this.limits = limits;
  }

  /// @param steps the journal; the last one may be under way, and is then planned again
  NextStep next(List<RunStep> steps) {
    var done = steps.stream().filter(RunStep::done).toList();
    if (done.isEmpty()) {
      return new NextStep.Prepare();
    }
    if (steps.size() > done.size() && steps.getLast().kind() == StepKind.TURN) {
      // Its answer may have been bought already; whatever the limits say now, it is fetched.
      return new NextStep.Turn();
    }
    var last = done.getLast();
    return switch (last.kind()) {
      case PREPARE, REBASE -> turn(done);
      case ASK -> afterAsk(done, last);
      case TURN -> afterTurn(done, last);
      case ACTION -> afterAction(done, last);
      case GATE -> afterGate(done, last);
      case MERGE -> new NextStep.Rebase(last.resultJson().path("base").asText());
    };
  }

  private NextStep afterAsk(List<RunStep> done, RunStep ask) {
    return ask.resultJson().path("decision").asText().equals(BudgetQuestion.CONTINUE)
        ? turn(done)
        : new NextStep.End(TerminalReason.MAX_COST, "Its budget is spent and was not raised.");
  }

  private NextStep afterTurn(List<RunStep> done, RunStep turn) {
    if (isWithoutTools(turn)) {
      return turn(done);
    }
    if (isTooLong(turn)) {
      return done.stream().filter(RunPlanner::isTooLong).count() < MOST_TOO_LONG
          ? turn(done)
          : new NextStep.End(
              TerminalReason.CONTEXT_TOO_LONG, turn.resultJson().path("text").asText());
    }
    return switch (parse(turn)) {
      case ParsedAnswer.Calls(var calls, _) -> act(turn, calls, 0);
      case ParsedAnswer.NoActions(var text) -> {
        int empty = trailing(done, RunPlanner::isEmpty);
        yield empty < MOST_EMPTY_ANSWERS
            ? turn(done)
            : text.isBlank()
                ? new NextStep.End(
                    TerminalReason.NO_ACTIONS, "The model twice answered with nothing.")
                : new NextStep.End(
                    TerminalReason.PARSE_FAILURES,
                    "The model twice answered in prose where an action was asked for.");
      }
    };
  }

  private NextStep afterAction(List<RunStep> done, RunStep action) {
    var request = action.requestJson();
    var turn = step(done, request.path("turn").asInt());
    var result = action.resultJson();
    if (result.path("ends").asText().equals("nothing_to_do")) {
      var same = unchanged(done);
      return same.isPresent()
          ? same.get()
          : new NextStep.End(TerminalReason.COMPLETED, result.path("text").asText());
    }
    var calls = ((ParsedAnswer.Calls) parse(turn)).calls();
    boolean finished = result.path("ends").asText().equals("finish");
    int index = request.path("index").asInt() + 1;
    if (finished) {
      return new NextStep.Gate();
    }
    if (index < calls.size()) {
      return act(turn, calls, index);
    }
    return loop(done).or(() -> invalid(done)).orElseGet(() -> turn(done));
  }

  /// Work that people wanted something of waits for them again, if its agent has nothing to add.
  private static Optional<NextStep> unchanged(List<RunStep> done) {
    boolean isReturned =
        done.stream()
            .filter(step -> step.kind() == StepKind.MERGE)
            .reduce((_, newest) -> newest)
            .filter(step -> step.resultJson().path("returned").asBoolean())
            .isPresent();
    if (!isReturned) {
      return Optional.empty();
    }
    for (var step : done.reversed()) {
      if (step.kind() == StepKind.REBASE) {
        var green =
            done.stream()
                .filter(gate -> gate.kind() == StepKind.GATE)
                .filter(gate -> gate.resultJson().path("outcome").asText().equals("green"))
                .reduce((_, newest) -> newest);
        boolean verified =
            green.map(gate -> gate.resultJson().path("verified").asBoolean()).orElse(false);
        return Optional.of(new NextStep.Merge(step.resultJson().path("base").asText(), verified));
      }
    }
    return Optional.empty();
  }

  private NextStep afterGate(List<RunStep> done, RunStep gate) {
    var result = gate.resultJson();
    return switch (result.path("outcome").asText()) {
      case "green" ->
          new NextStep.Merge(result.path("commit").asText(), result.path("verified").asBoolean());
      case "refused" ->
          new NextStep.End(TerminalReason.RESULT_REFUSED, result.path("text").asText());
      default -> turn(done);
    };
  }

  private NextStep act(RunStep turn, List<Call> calls, int index) {
    return new NextStep.Act(turn.n(), index, calls.get(index));
  }

  /// A turn, unless a limit is reached.
  private NextStep turn(List<RunStep> done) {
    long turns = done.stream().filter(step -> step.kind() == StepKind.TURN).count();
    long spent = done.stream().mapToLong(RunStep::costMicros).sum();
    long granted = done.stream().filter(step -> step.kind() == StepKind.ASK).count();
    if (turns >= limits.turns()) {
      return new NextStep.End(
          TerminalReason.MAX_ITERATIONS,
          "It used its %d turns without finishing.".formatted(limits.turns()));
    }
    if (timeWorked(done).compareTo(limits.time()) > 0) {
      return new NextStep.End(
          TerminalReason.MAX_TIME, "It took longer than %s.".formatted(limits.time()));
    }
    if (limits.costMicros() > 0 && spent >= limits.costMicros() * (granted + 1)) {
      return new NextStep.AskForBudget(spent);
    }
    return new NextStep.Turn();
  }

  /// Time in which something was done, not that in which the run waited for people or the queue.
  private static Duration timeWorked(List<RunStep> done) {
    var time = Duration.ZERO;
    for (var step : done) {
      boolean waited =
          step.kind() == StepKind.MERGE
              || step.kind() == StepKind.ASK
              || step.name().equals("ask_decision");
      var end = step.endedAt();
      if (!waited && end != null) {
        time = time.plus(Duration.between(step.startedAt(), end));
      }
    }
    return time;
  }

  /// Whether the newest action repeats itself.
  static LoopDetector.Verdict repetition(List<RunStep> done) {
    var detector = new LoopDetector();
    var verdict = LoopDetector.Verdict.NONE;
    for (var step : done) {
      if (step.kind() == StepKind.ACTION) {
        verdict = detector.see(actionKey(step), resultHash(step));
      }
    }
    return verdict;
  }

  private static Optional<NextStep> loop(List<RunStep> done) {
    return repetition(done) == LoopDetector.Verdict.STOP
        ? Optional.of(
            new NextStep.End(
                TerminalReason.INNER_LOOP,
                "It did %s with the same result again and again.".formatted(done.getLast().name())))
        : Optional.empty();
  }

  private static String actionKey(RunStep step) {
    return step.name() + step.requestJson().path("arguments");
  }

  private static String resultHash(RunStep step) {
    var result = step.resultJson();
    var text = result.path("text").asText();
    return LoopDetector.resultHash(
        new ActionOutcome(result.path("ok").asBoolean(), text, text, 0, ExecResult.Ending.EXITED));
  }

  private static Optional<NextStep> invalid(List<RunStep> done) {
    int actions = trailing(done, RunPlanner::isInvalid);
    // Several malformed actions in one answer are one mistake: the model has not been told yet.
    long failures =
        done.reversed().stream()
            .filter(step -> step.kind() == StepKind.ACTION)
            .limit(actions)
            .map(step -> step.requestJson().path("turn").asInt())
            .distinct()
            .count();
    return failures < MOST_INVALID_ANSWERS
        ? Optional.empty()
        : Optional.of(
            new NextStep.End(
                TerminalReason.VALIDATION_FAILURES,
                "Its last %d answers were malformed: %s"
                    .formatted(failures, done.getLast().resultJson().path("text").asText())));
  }

  /// How many of the newest turns (or actions) in a row have a property.
  private static int trailing(List<RunStep> done, java.util.function.Predicate<RunStep> property) {
    int count = 0;
    for (var step : done.reversed()) {
      if (step.kind() != StepKind.TURN && step.kind() != StepKind.ACTION) {
        continue;
      }
      if (step.kind() != done.getLast().kind()) {
        if (step.kind() == StepKind.ACTION) {
          return count;
        }
        continue;
      }
      if (!property.test(step)) {
        return count;
      }
      count++;
    }
    return count;
  }

  private static boolean isEmpty(RunStep turn) {
    return !isTooLong(turn)
        && !isWithoutTools(turn)
        && parse(turn) instanceof ParsedAnswer.NoActions;
  }

  static boolean isTooLong(RunStep step) {
    return step.kind() == StepKind.TURN && step.resultJson().path("too_long").asBoolean();
  }

  /// Whether this turn found out that the provider takes no tool declarations.
  static boolean isWithoutTools(RunStep step) {
    return step.kind() == StepKind.TURN && step.resultJson().path("no_tools").asBoolean();
  }

  private static boolean isInvalid(RunStep action) {
    return action.resultJson().path("invalid").asBoolean();
  }

  private static ParsedAnswer parse(RunStep turn) {
    return ActionParser.parse(message(turn), nativeTools(turn));
  }

  static JsonNode message(RunStep turn) {
    return turn.resultJson().path("message");
  }

  private static boolean nativeTools(RunStep turn) {
    return turn.resultJson().path("tools").asBoolean(true);
  }

  static RunStep step(List<RunStep> steps, int n) {
    return steps.stream()
        .filter(step -> step.n() == n)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the journal has no step " + n));
  }
}
