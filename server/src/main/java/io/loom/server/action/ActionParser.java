package io.loom.server.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.server.action.ParsedAnswer.Call;
import io.loom.server.action.ParsedAnswer.Calls;
import io.loom.server.action.ParsedAnswer.Invalid;
import io.loom.server.action.ParsedAnswer.NoActions;
import io.loom.server.action.ParsedAnswer.Result;
import java.util.ArrayList;
import java.util.List;

/// Finds the actions in an answer. Pure: the same answer always means the same, so a journal can be
/// read again.
public final class ActionParser {
  private ActionParser() {}

  /// The id of a call to which the model gave none.
  ///
  /// @param number of the call in its answer, from 1
  public static String callId(int number) {
    return "call-" + number;
  }

  /// @param message the assistant's message of a chat completion
  /// @param nativeTools whether the model was given tools; without tool calls, its text is searched
  ///   for actions all the same
  public static ParsedAnswer parse(JsonNode message, boolean nativeTools) {
    var text = content(message.path("content"));
    var toolCalls = message.path("tool_calls");
    if (nativeTools && toolCalls.isArray() && !toolCalls.isEmpty()) {
      var calls = new ArrayList<Call>();
      toolCalls.forEach(call -> calls.add(toolCall(call, calls.size() + 1)));
      return new Calls(calls, JsonObjects.scan(text).prose());
    }
    return inText(text);
  }

  private static String content(JsonNode content) {
    if (!content.isArray()) {
      return content.asText("");
    }
    var text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  private static Call toolCall(JsonNode call, int number) {
    var name = call.path("function").path("name").asText("");
    var id = call.path("id").asText("");
    return new Call(
        id.isEmpty() ? callId(number) : id,
        name,
        arguments(name, call.path("function").path("arguments")));
  }

  /// @param arguments an object, or the text of one
  private static Result arguments(String name, JsonNode arguments) {
    if (!arguments.isTextual()) {
      return ActionReader.read(
          name, arguments.isContainerNode() ? arguments : JsonNodeFactory.instance.objectNode());
    }
    var text = arguments.asText().strip();
    try {
      return ActionReader.read(name, JsonObjects.read(text.isEmpty() ? "{}" : text));
    } catch (JsonProcessingException e) {
      return new Invalid(
          "The arguments of %s are %s"
              .formatted(OutputText.line(name, 60), JsonObjects.problem(e)));
    }
  }

  private static ParsedAnswer inText(String text) {
    var scan = JsonObjects.scan(text);
    var calls = new ArrayList<Call>();
    var notes = new ArrayList<String>();
    for (var piece : scan.pieces()) {
      switch (piece) {
        case JsonObjects.Piece.Found(var object) -> addCalls(object, calls, notes);
        case JsonObjects.Piece.Broken(var reason) -> add(calls, "", new Invalid(reason));
      }
    }
    if (calls.isEmpty()) {
      return new NoActions(notes.isEmpty() ? scan.prose() : String.join("\n", notes));
    }
    return new Calls(calls, notes.isEmpty() ? scan.prose() : String.join("\n", notes));
  }

  private static void addCalls(ObjectNode object, List<Call> calls, List<String> notes) {
    var note = object.path("notes").asText("");
    if (!note.isBlank()) {
      notes.add(note);
    }
    var actions = object.path("actions");
    if (actions.isArray()) {
      for (var action : actions) {
        if (action instanceof ObjectNode one && !name(one).isEmpty()) {
          add(calls, name(one), ActionReader.read(name(one), fields(one)));
        } else {
          add(calls, "", new Invalid("Each of \"actions\" must be like {\"type\": \"build\"}."));
        }
      }
    } else if (object.get("action") instanceof ObjectNode inner) {
      addCalls(inner, calls, notes);
    } else if (object.path("action").isTextual() || ActionReader.knows(name(object))) {
      add(calls, name(object), ActionReader.read(name(object), fields(object)));
    }
  }

  /// Which action an object means. Ordinary JSON has a `type` or a `name` too.
  private static String name(ObjectNode object) {
    for (var field : List.of("action", "type", "tool", "name")) {
      if (object.path(field).isTextual() && !object.path(field).asText().isBlank()) {
        return fieldIsCall(field, object) ? object.path(field).asText() : "";
      }
    }
    return "";
  }

  private static boolean fieldIsCall(String field, ObjectNode object) {
    return !field.equals("name") || object.has("arguments") || object.has("parameters");
  }

  private static JsonNode fields(ObjectNode object) {
    for (var field : List.of("arguments", "parameters", "args", "input")) {
      if (object.get(field) instanceof ObjectNode arguments) {
        return arguments;
      }
    }
    // Beside "action", a "type" is a field of the action, such as a bead's.
    var fields = object.deepCopy().without(List.of("notes", "action", "tool"));
    return object.has("action") ? fields : ((ObjectNode) fields).without("type");
  }

  private static void add(List<Call> calls, String name, Result result) {
    calls.add(new Call("action-" + (calls.size() + 1), name, result));
  }
}
