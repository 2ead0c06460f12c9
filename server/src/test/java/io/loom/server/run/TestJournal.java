package io.loom.server.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.ground.http.Json;
import io.loom.server.provider.ModelOutcome.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A journal as a run would write it, one step after the other.
final class TestJournal {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  static final String BASE = "b".repeat(40);
  static final String COMMIT = "c".repeat(40);
  static final String READ = "{\"path\":\"a.txt\"}";

  /// A tool call as a model makes it.
  record Call(String name, String arguments) {
    static final Call LOOK = new Call("read_file", READ);
    static final Call FINISH = new Call("finish", "{\"summary\":\"Done.\"}");
    static final Call UNKNOWN = new Call("fly", "{}");
  }

  private final List<RunStep> steps;
  private Instant time = NOON;

  TestJournal() {
    this(List.of());
  }

  TestJournal(List<RunStep> steps) {
    this.steps = new ArrayList<>(steps);
  }

  static TestJournal prepared() {
    return new TestJournal().prepare();
  }

  List<RunStep> steps() {
    return List.copyOf(steps);
  }

  TestJournal prepare() {
    return done(
        StepKind.PREPARE,
        "prepare",
        "{}",
        StepResults.prepared(BASE, "You are an agent.", "Bead demo-1: Mend it"));
  }

  /// A turn in which the model called tools.
  TestJournal calls(Call... calls) {
    var message = message("");
    var array = message.putArray("tool_calls");
    for (int i = 0; i < calls.length; i++) {
      var call =
          array.addObject().put("id", "id-%d-%d".formatted(number(), i)).put("type", "function");
      call.putObject("function")
          .put("name", calls[i].name())
          .put("arguments", calls[i].arguments());
    }
    return turn(message, true);
  }

  TestJournal says(String text) {
    return turn(message(text), true);
  }

  /// A turn of a model that was given no tools.
  TestJournal writes(String text) {
    return turn(message(text), false);
  }

  private TestJournal turn(ObjectNode message, boolean tools) {
    return done(
        StepKind.TURN,
        "model",
        "{}",
        StepResults.answered(message, new Usage(10, 5, 0), tools, false));
  }

  private static ObjectNode message(String text) {
    return Json.mapper().createObjectNode().put("role", "assistant").put("content", text);
  }

  TestJournal tooLong() {
    return done(StepKind.TURN, "model", "{}", StepResults.tooLong("too many tokens"));
  }

  /// The next action of the newest turn.
  TestJournal did(String name, String result) {
    return did(name, "{}", result);
  }

  TestJournal did(String name, String arguments, String result) {
    return done(StepKind.ACTION, name, nextActionRequest(arguments), result);
  }

  TestJournal did(String name) {
    return did(name, StepResults.action(true, "fine " + number(), "fine", ""));
  }

  TestJournal finished() {
    return calls(Call.FINISH).did("finish", StepResults.ending("Handed over.", "finish"));
  }

  TestJournal gate(String outcome) {
    return done(
        StepKind.GATE,
        "gate",
        "{}",
        StepResults.gate(outcome, COMMIT, outcome.equals("green"), "The gate is " + outcome + "."));
  }

  TestJournal notMerged(String tip) {
    return done(StepKind.MERGE, "main", "{}", StepResults.notMerged(tip, "It conflicts."));
  }

  TestJournal rebased(String base) {
    return done(
        StepKind.REBASE,
        "rebase",
        "{}",
        StepResults.rebased(base, "The branch moved; finish again.", List.of("a.txt")));
  }

  TestJournal asked(String decision, String rationale) {
    return done(
        StepKind.ASK, "budget", "{}", StepResults.decided(decision, rationale, decision + "."));
  }

  /// A step that was begun and interrupted.
  TestJournal started(StepKind kind, String name) {
    var request = kind == StepKind.ACTION ? nextActionRequest("{}") : "{}";
    return add(kind, name, request, null, Duration.ZERO);
  }

  /// Makes the newest step cost something.
  TestJournal costing(long micros) {
    var step = steps.removeLast();
    steps.add(
        new RunStep(
            step.n(),
            step.kind(),
            step.name(),
            step.request(),
            step.result(),
            step.snapshot(),
            micros,
            step.startedAt(),
            step.endedAt()));
    return this;
  }

  /// Makes the newest step take longer.
  TestJournal taking(Duration duration) {
    var step = steps.removeLast();
    time = step.startedAt();
    return add(step.kind(), step.name(), step.request(), step.result(), duration);
  }

  /// How many turns the journal has.
  long turns() {
    return steps.stream().filter(step -> step.kind() == StepKind.TURN).count();
  }

  private String nextActionRequest(String arguments) {
    int turn = 0;
    int index = 0;
    for (var step : steps) {
      if (step.kind() == StepKind.TURN) {
        turn = step.n();
        index = 0;
      } else if (step.kind() == StepKind.ACTION) {
        index++;
      }
    }
    return StepResults.actionRequest(
        turn, index, "id-%d-%d".formatted(turn, index), Json.tree(arguments));
  }

  private TestJournal done(StepKind kind, String name, String request, String result) {
    return add(kind, name, request, result, Duration.ofSeconds(1));
  }

  private TestJournal add(
      StepKind kind, String name, String request, @Nullable String result, Duration duration) {
    var start = time;
    time = time.plus(duration);
    steps.add(
        new RunStep(
            number(), kind, name, request, result, null, 0, start, result == null ? null : time));
    return this;
  }

  private int number() {
    return steps.size() + 1;
  }
}
