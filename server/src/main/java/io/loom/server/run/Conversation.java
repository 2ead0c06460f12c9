package io.loom.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.ground.http.Json;
import io.loom.server.action.ActionCatalogue;
import io.loom.server.action.ActionParser;
import io.loom.server.action.ParsedAnswer;
import io.loom.server.run.JournalRepository.Nudge;
import java.util.ArrayList;
import java.util.List;

/// The messages of a run, built from its journal. Pure: the same journal makes the same messages.
final class Conversation {
  private static final String USE_ACTIONS =
      "Your answer had no action in it. Use one of the actions; when the work is done, use finish.";
  private static final String NOT_DONE =
      "Not done: the work was handed over by finish before this action.";

  private final List<JsonNode> messages = new ArrayList<>();

  private Conversation() {}

  /// @param steps the journal's done steps
  /// @param nudges those that joined a turn
  /// @param turn the number of the turn that is about to be asked
  static List<JsonNode> messages(List<RunStep> steps, List<Nudge> nudges, int turn) {
    var conversation = new Conversation();
    for (var step : steps) {
      if (step.done()) {
        conversation.nudge(nudges, step.n());
        conversation.add(step, steps);
      }
    }
    conversation.nudge(nudges, turn);
    return conversation.messages;
  }

  private void nudge(List<Nudge> nudges, int step) {
    for (var nudge : nudges) {
      if (nudge.step() != null && nudge.step() == step) {
        user("%s says: %s".formatted(nudge.author(), nudge.text()));
      }
    }
  }

  private void add(RunStep step, List<RunStep> steps) {
    var result = step.resultJson();
    switch (step.kind()) {
      case PREPARE -> {
        message("system", system(result.path("system").asText(), steps));
        user(result.path("user").asText());
      }
      case TURN -> turn(step, steps);
      case GATE -> {
        if (!result.path("outcome").asText().equals("green")) {
          user(
              "Your work was handed over, but not accepted. %s\nRepair it, then finish again."
                  .formatted(result.path("text").asText()));
        }
      }
      case REBASE -> user(result.path("text").asText());
      case ASK -> {
        var note = result.path("rationale").asText();
        if (!note.isEmpty()) {
          user(note);
        }
      }
      case ACTION, MERGE -> {
        // Actions follow their turn; a merge that failed is told by the rebase after it.
      }
    }
  }

  /// A model that takes no tool declarations reads them as text.
  private static String system(String text, List<RunStep> steps) {
    boolean asText = steps.stream().filter(RunStep::done).anyMatch(RunPlanner::isWithoutTools);
    return asText ? text + "\n\n" + ActionCatalogue.manual() : text;
  }

  private void turn(RunStep turn, List<RunStep> steps) {
    if (RunPlanner.isTooLong(turn) || RunPlanner.isWithoutTools(turn)) {
      return;
    }
    boolean tools = turn.resultJson().path("tools").asBoolean(true);
    var answer = RunPlanner.message(turn);
    messages.add(assistant(answer));
    switch (ActionParser.parse(answer, tools)) {
      case ParsedAnswer.NoActions _ -> user(USE_ACTIONS);
      case ParsedAnswer.Calls(var calls, _) -> {
        // An action in the text has no call that a tool's result could belong to.
        boolean called = tools && !answer.path("tool_calls").isEmpty();
        for (int i = 0; i < calls.size(); i++) {
          result(calls.get(i), resultOf(turn.n(), i, steps), called);
        }
      }
    }
  }

  private static String resultOf(int turn, int index, List<RunStep> steps) {
    for (var step : steps) {
      if (step.kind() == StepKind.ACTION
          && step.done()
          && step.requestJson().path("turn").asInt() == turn
          && step.requestJson().path("index").asInt() == index) {
        var result = step.resultJson();
        return result.path("text").asText() + result.path("note").asText();
      }
    }
    return NOT_DONE;
  }

  private void result(ParsedAnswer.Call call, String text, boolean tools) {
    if (tools) {
      var message = Json.mapper().createObjectNode();
      message.put("role", "tool");
      message.put("tool_call_id", call.callId());
      message.put("content", text);
      messages.add(message);
    } else {
      user("[result of %s]\n%s".formatted(call.name(), text));
    }
  }

  /// The answer as it goes back: what the model said and called, not how it got there.
  private static ObjectNode assistant(JsonNode answer) {
    var message = Json.mapper().createObjectNode();
    message.put("role", "assistant");
    message.set("content", answer.get("content"));
    if (answer.path("tool_calls").size() > 0) {
      message.set("tool_calls", numbered(answer.get("tool_calls")));
    }
    return message;
  }

  /// Calls to which the model gave no id go back under the one by which their result is sent.
  private static JsonNode numbered(JsonNode calls) {
    var copy = calls.deepCopy();
    for (int i = 0; i < copy.size(); i++) {
      if (copy.get(i) instanceof ObjectNode call && call.path("id").asText().isEmpty()) {
        call.put("id", ActionParser.callId(i + 1));
      }
    }
    return copy;
  }

  private void user(String text) {
    message("user", text);
  }

  private void message(String role, String text) {
    var message = Json.mapper().createObjectNode();
    message.put("role", role);
    message.put("content", text);
    messages.add(message);
  }
}
