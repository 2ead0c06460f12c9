package io.loom.bench.rehearse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A chat completion request, as far as a script looks at it.
///
/// @param usageInStream whether a stream shall end with a chunk that carries the usage
record Conversation(
    String model,
    boolean stream,
    boolean usageInStream,
    boolean offersTools,
    List<Message> messages) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BEAD_TITLE = Pattern.compile("\\s*Bead (\\S+?):");

  Conversation {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("'messages' is missing or empty");
    }
  }

  /// @param tool the tool whose result this is; null for every other message
  record Message(String role, String text, @Nullable String tool) {}

  /// Throws `IllegalArgumentException` with what is wrong with the body.
  static Conversation parse(byte[] body) {
    try {
      var request = JSON.readTree(body);
      return new Conversation(
          request.path("model").asText(""),
          request.path("stream").asBoolean(false),
          request.path("stream_options").path("include_usage").asBoolean(false),
          !request.path("tools").isEmpty(),
          readMessages(request.path("messages")));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the body cannot be read", e);
    }
  }

  /// How many answers of the model are in it. The first request of a conversation is at turn 0.
  int turn() {
    return (int) messages.stream().filter(message -> message.role().equals("assistant")).count();
  }

  String systemText() {
    return textOf("system");
  }

  String firstUserText() {
    return messages.stream()
        .filter(message -> message.role().equals("user"))
        .map(Message::text)
        .findFirst()
        .orElse("");
  }

  /// The id in `Bead <id>: <title>`, with which Loom begins; null for other clients.
  @Nullable String bead() {
    var title = BEAD_TITLE.matcher(firstUserText());
    return title.lookingAt() ? title.group(1) : null;
  }

  List<Message> latestToolResults() {
    var results = new ArrayList<Message>();
    for (var message : messages.reversed()) {
      if (message.role().equals("assistant")) {
        break;
      }
      if (message.tool() != null) {
        results.addFirst(message);
      }
    }
    return results;
  }

  String fillIn(String template) {
    var named = bead();
    return template
        .replace("{{bead}}", named == null ? "{{bead}}" : named)
        .replace("{{turn}}", Integer.toString(turn()));
  }

  int length() {
    return messages.stream().mapToInt(message -> message.text().length()).sum();
  }

  private String textOf(String role) {
    return String.join(
        "\n",
        messages.stream()
            .filter(message -> message.role().equals(role))
            .map(Message::text)
            .toList());
  }

  private static List<Message> readMessages(JsonNode array) {
    var toolsByCall = new HashMap<String, String>();
    var messages = new ArrayList<Message>();
    for (var message : array) {
      for (var call : message.path("tool_calls")) {
        toolsByCall.put(call.path("id").asText(), call.path("function").path("name").asText());
      }
      messages.add(readMessage(message, toolsByCall));
    }
    return messages;
  }

  private static Message readMessage(JsonNode message, Map<String, String> toolsByCall) {
    var role = message.path("role").asText("");
    var tool = role.equals("tool") ? toolsByCall.get(message.path("tool_call_id").asText()) : null;
    return new Message(
        role.equals("developer") ? "system" : role, readText(message.path("content")), tool);
  }

  private static String readText(JsonNode content) {
    if (!content.isArray()) {
      return content.asText("");
    }
    var text = new StringBuilder();
    for (var part : content) {
      text.append(part.path("text").asText(""));
    }
    return text.toString();
  }
}
