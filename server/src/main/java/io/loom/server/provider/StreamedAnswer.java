package io.loom.server.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.ground.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts the chunks of a streamed answer together to the answer that would have come as a whole.
final class StreamedAnswer {
  private static final Set<String> OF_CHUNKS = Set.of("object", "choices", "usage");

  private final ObjectNode head = Json.mapper().createObjectNode();
  private final SortedMap<Integer, Choice> choices = new TreeMap<>();
  private @Nullable JsonNode usage;

  /// Adds a chunk. What is no chunk, such as a ping, adds nothing.
  void add(JsonNode chunk) {
    chunk.properties().stream()
        .filter(field -> !OF_CHUNKS.contains(field.getKey()) && !field.getValue().isNull())
        .forEach(field -> head.putIfAbsent(field.getKey(), field.getValue()));
    if (chunk.path("usage").isObject()) {
      usage = chunk.get("usage");
    }
    for (var choice : chunk.path("choices")) {
      choices.computeIfAbsent(choice.path("index").asInt(0), _ -> new Choice()).add(choice);
    }
  }

  boolean isEmpty() {
    return choices.isEmpty();
  }

  /// Whether the model said that it came to an end.
  boolean isFinished() {
    return !isEmpty() && choices.values().stream().allMatch(choice -> choice.finishReason != null);
  }

  ObjectNode completion() {
    var completion = head.deepCopy();
    completion.put("object", "chat.completion");
    var list = completion.putArray("choices");
    choices.forEach((index, choice) -> list.add(choice.toJson(index)));
    if (usage != null) {
      completion.set("usage", usage);
    }
    return completion;
  }

  private static final class Choice {
    private final Parts message = new Parts();
    private final List<ToolCall> toolCalls = new ArrayList<>();
    private @Nullable String finishReason;

    void add(JsonNode choice) {
      // A few servers end with a whole message instead of a delta.
      var delta = choice.has("delta") ? choice.get("delta") : choice.path("message");
      for (var field : delta.properties()) {
        if (field.getKey().equals("tool_calls")) {
          field.getValue().forEach(call -> toolCall(call).add(call));
        } else {
          message.add(field.getKey(), field.getValue());
        }
      }
      if (choice.path("finish_reason").isTextual()) {
        finishReason = choice.get("finish_reason").asText();
      }
    }

    /// By index; where a server leaves that out, a new id begins a new call.
    private ToolCall toolCall(JsonNode delta) {
      @Nullable Integer index =
          delta.path("index").canConvertToInt() ? (Integer) delta.get("index").asInt() : null;
      var id = delta.path("id").asText("");
      for (var call : toolCalls) {
        if (index == null ? id.equals(call.id) : index.equals(call.index)) {
          return call;
        }
      }
      if (index == null && id.isEmpty() && !toolCalls.isEmpty()) {
        return toolCalls.getLast();
      }
      var call = new ToolCall(index, id);
      toolCalls.add(call);
      return call;
    }

    ObjectNode toJson(int index) {
      var node = Json.mapper().createObjectNode().put("index", index);
      var text = message.toJson();
      if (!text.has("role")) {
        text.put("role", "assistant");
      }
      if (!toolCalls.isEmpty()) {
        var calls = text.putArray("tool_calls");
        toolCalls.forEach(call -> calls.add(call.toJson()));
      }
      if (!text.has("content")) {
        text.putNull("content");
      }
      node.set("message", text);
      var ending = toolCalls.isEmpty() ? "stop" : "tool_calls";
      return node.put("finish_reason", finishReason == null ? ending : finishReason);
    }
  }

  private static final class ToolCall {
    private final @Nullable Integer index;
    private final String id;
    private final Parts call = new Parts();
    private final Parts function = new Parts();

    ToolCall(@Nullable Integer index, String id) {
      this.index = index;
      this.id = id;
    }

    void add(JsonNode delta) {
      for (var field : delta.properties()) {
        switch (field.getKey()) {
          case "index" -> {}
          case "function" ->
              field.getValue().properties().forEach(it -> function.add(it.getKey(), it.getValue()));
          default -> call.add(field.getKey(), field.getValue());
        }
      }
    }

    ObjectNode toJson() {
      var node = call.toJson();
      if (!node.has("type")) {
        node.put("type", "function");
      }
      node.set("function", function.toJson());
      return node;
    }
  }

  /// Fields that come piece by piece: texts grow, names are said once, the rest is replaced.
  private static final class Parts {
    private static final Set<String> SAID_ONCE = Set.of("role", "id", "type", "name");

    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private final ObjectNode others = Json.mapper().createObjectNode();

    void add(String field, JsonNode value) {
      if (value.isTextual()) {
        var text = texts.computeIfAbsent(field, _ -> new StringBuilder());
        if (text.isEmpty() || !SAID_ONCE.contains(field)) {
          text.append(value.asText());
        }
      } else if (value instanceof ArrayNode more
          && others.get(field) instanceof ArrayNode earlier) {
        earlier.addAll(more);
      } else if (!value.isNull()) {
        others.set(field, value.deepCopy());
      }
    }

    ObjectNode toJson() {
      var node = Json.mapper().createObjectNode();
      texts.forEach((field, text) -> node.put(field, text.toString()));
      return node.setAll(others);
    }
  }
}
