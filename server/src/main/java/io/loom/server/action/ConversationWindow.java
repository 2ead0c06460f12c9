package io.loom.server.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Keeps a conversation within a model's window. Pure, and the messages handed in stay as they are.
///
/// What comes back may be kept as the conversation from then on: compacting goes well below the
/// limit, so it is rare, and a model's cache of the beginning stays good in between.
public final class ConversationWindow {
  private static final int BYTES_PER_TOKEN = 4;
  private static final double FULL = 0.8;
  private static final double GOAL = 0.6;

  /// Results shorter than this are not worth shortening.
  private static final int SHORT = 300;

  private static final int LAST_RESORT = 2_000;
  private static final int UNTOUCHED_TURNS = 2;

  private static final Pattern NOTE =
      Pattern.compile("\\n\\n\\[(\\d+) older messages were left out here\\.]$");

  /// An answer of the model with everything up to its next one.
  private record Turn(List<ObjectNode> messages) {
    long bytes() {
      return messages.stream().mapToLong(ConversationWindow::bytes).sum();
    }
  }

  private final List<ObjectNode> head = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final long goal;
  private long size;

  private ConversationWindow(List<? extends JsonNode> messages, long limitTokens) {
    this.goal = (long) (limitTokens * GOAL);
    for (var message : messages) {
      add(message.deepCopy());
      size += bytes(message);
    }
  }

  /// @param messages of a chat completion request: system, the user's task, then turns
  /// @param limitTokens of the model's whole window
  /// @return the same messages when they fill at most 80 % of the window; else system, task, a note
  ///   of what was left out, and the newest turns. A result never stands without its call.
  public static List<JsonNode> fit(List<? extends JsonNode> messages, long limitTokens) {
    if (tokens(messages) <= (long) (limitTokens * FULL)) {
      return List.copyOf(messages);
    }
    var window = new ConversationWindow(messages, limitTokens);
    window.shortenResults();
    window.dropTurns();
    window.shortenNewest();
    return window.messages();
  }

  /// An estimate, a little high for most languages.
  public static long tokens(List<? extends JsonNode> messages) {
    return messages.stream().mapToLong(ConversationWindow::bytes).sum() / BYTES_PER_TOKEN;
  }

  private static long bytes(JsonNode message) {
    return message.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private void add(ObjectNode message) {
    if (role(message).equals("assistant")) {
      turns.add(new Turn(new ArrayList<>(List.of(message))));
    } else if (turns.isEmpty()) {
      head.add(message);
    } else {
      turns.getLast().messages().add(message);
    }
  }

  private static String role(JsonNode message) {
    return message.path("role").asText();
  }

  private boolean fits() {
    return size / BYTES_PER_TOKEN <= goal;
  }

  private void replaceContent(ObjectNode message, String content) {
    size -= bytes(message);
    message.put("content", content);
    size += bytes(message);
  }

  private void shortenResults() {
    for (int i = 0; i < turns.size() - UNTOUCHED_TURNS && !fits(); i++) {
      shorten(turns.get(i));
    }
  }

  private void shorten(Turn turn) {
    var answer = turn.messages().getFirst();
    for (var message : turn.messages().subList(1, turn.messages().size())) {
      if (message.path("content").asText().length() > SHORT) {
        var what = role(message).equals("tool") ? called(answer, message) : calledInText(answer);
        if (!what.isEmpty()) {
          replaceContent(message, "[result of %s elided; read again if needed]".formatted(what));
        }
      }
    }
  }

  /// What a tool's message is the result of.
  private static String called(ObjectNode answer, ObjectNode result) {
    var id = result.path("tool_call_id").asText();
    return described(ActionParser.parse(answer, true), id);
  }

  /// What a user's message is the result of, when the model has no tools; empty when it called
  /// nothing, because then a person speaks.
  private static String calledInText(ObjectNode answer) {
    return answer.path("tool_calls").isEmpty()
        ? described(ActionParser.parse(answer, false), "")
        : "";
  }

  private static String described(ParsedAnswer answer, String callId) {
    return switch (answer) {
      case ParsedAnswer.NoActions _ -> callId.isEmpty() ? "" : "a call";
      case ParsedAnswer.Calls(var calls, _) ->
          calls.stream()
              .filter(call -> callId.isEmpty() || call.callId().equals(callId))
              .map(ConversationWindow::described)
              .reduce((left, right) -> left + ", " + right)
              .orElse("a call");
    };
  }

  private static String described(ParsedAnswer.Call call) {
    return switch (call.result()) {
      case ParsedAnswer.Parsed(var action) -> (action.name() + " " + action.subject()).strip();
      case ParsedAnswer.Invalid _ -> OutputText.line(call.name(), 60) + " (invalid)";
    };
  }

  private void dropTurns() {
    int dropped = 0;
    while (turns.size() > 1 && !fits()) {
      var oldest = turns.removeFirst();
      dropped += oldest.messages().size();
      size -= oldest.bytes();
    }
    if (dropped > 0) {
      note(dropped);
    }
  }

  /// Notes how many messages are missing, at the end of the task: a message of its own would break
  /// the alternation of roles that some models insist on.
  private void note(int dropped) {
    if (head.isEmpty()) {
      return;
    }
    var task = head.getLast();
    if (task.get("content") instanceof ArrayNode parts && !parts.isEmpty()) {
      var last = parts.get(parts.size() - 1);
      var text = last.path("text").asText();
      var noted = noted(text, dropped);
      if (NOTE.matcher(text).find()) {
        ((ObjectNode) last).put("text", noted);
      } else {
        parts.addObject().put("type", "text").put("text", noted.substring(text.length()));
      }
    } else {
      task.put("content", noted(task.path("content").asText(), dropped));
    }
  }

  /// A text with the note at its end, which adds to one that is there already.
  private static String noted(String text, int dropped) {
    var before = NOTE.matcher(text);
    int earlier = before.find() ? Integer.parseInt(before.group(1)) : 0;
    var own = earlier > 0 ? text.substring(0, before.start()) : text;
    return own + "\n\n[%d older messages were left out here.]".formatted(earlier + dropped);
  }

  /// A window that is too small even for the newest turn.
  private void shortenNewest() {
    for (var turn : turns) {
      for (var message : turn.messages().subList(1, turn.messages().size())) {
        var content = message.path("content").asText();
        if (content.length() > LAST_RESORT && !fits()) {
          replaceContent(message, OutputCut.middle(content, LAST_RESORT));
        }
      }
    }
  }

  private List<JsonNode> messages() {
    var all = new ArrayList<JsonNode>(head);
    turns.forEach(turn -> all.addAll(turn.messages()));
    return List.copyOf(all);
  }
}
