package io.loom.bench.rehearse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the replies of a script.
final class ReplyParser {
  private static final Set<String> KEYS =
      Set.of(
          "times",
          "content",
          "tool_calls",
          "json",
          "finish_reason",
          "usage",
          "latency",
          "status",
          "retry_after",
          "message",
          "hang",
          "cut_after",
          "malformed",
          "html");

  private ReplyParser() {}

  static Reply read(ScriptNode node) throws ScriptException {
    var keys = node.entries(KEYS);
    var fault = readFault(node, keys);
    var content = readContent(node, keys);
    var calls = readCalls(keys.get("tool_calls"));
    boolean saysNothing = content == null && calls.isEmpty();
    if (saysNothing && (fault == null || fault instanceof Fault.Cut)) {
      throw node.complaint("a reply needs 'content', 'tool_calls', 'json' or a fault");
    }
    var finish = keys.get("finish_reason");
    var usage = keys.get("usage");
    var latency = keys.get("latency");
    return new Reply(
        content == null ? "" : content,
        calls,
        finish == null ? null : finish.text(),
        usage == null ? null : readUsage(usage),
        latency == null ? null : latency.parsed(DurationText::parse),
        fault);
  }

  static Usage readUsage(ScriptNode node) throws ScriptException {
    var keys = node.entries(Set.of("prompt", "completion", "cached"));
    try {
      return new Usage(
          count(keys.get("prompt")), count(keys.get("completion")), count(keys.get("cached")));
    } catch (IllegalArgumentException e) {
      throw node.complaint(String.valueOf(e.getMessage()));
    }
  }

  private static int count(@Nullable ScriptNode node) throws ScriptException {
    return node == null ? 0 : node.number();
  }

  private static @Nullable String readContent(ScriptNode node, Map<String, ScriptNode> keys)
      throws ScriptException {
    var content = keys.get("content");
    var json = keys.get("json");
    if (content != null && json != null) {
      throw node.complaint("either 'content' or 'json'");
    }
    if (json != null) {
      return json.json().toString();
    }
    return content == null ? null : content.text();
  }

  private static List<Reply.ToolCall> readCalls(@Nullable ScriptNode list) throws ScriptException {
    var calls = new ArrayList<Reply.ToolCall>();
    if (list == null) {
      return calls;
    }
    for (var item : list.items()) {
      var keys = item.entries(Set.of("name", "arguments"));
      var name = keys.get("name");
      if (name == null) {
        throw item.complaint("a tool call needs a 'name'");
      }
      calls.add(new Reply.ToolCall(name.text(), readArguments(keys.get("arguments"))));
    }
    return calls;
  }

  private static String readArguments(@Nullable ScriptNode arguments) throws ScriptException {
    if (arguments == null) {
      return "{}";
    }
    return arguments.isText() ? arguments.text() : arguments.json().toString();
  }

  private static @Nullable Fault readFault(ScriptNode node, Map<String, ScriptNode> keys)
      throws ScriptException {
    var faults = new ArrayList<Fault>();
    if (isSet(keys.get("hang"))) {
      faults.add(new Fault.Hang());
    }
    if (isSet(keys.get("malformed"))) {
      faults.add(new Fault.Malformed());
    }
    var cut = keys.get("cut_after");
    if (cut != null) {
      faults.add(new Fault.Cut(cut.number()));
    }
    var status = keys.get("status");
    if (isSet(keys.get("html"))) {
      faults.add(new Fault.Html(status == null ? 200 : status.number()));
    } else if (status != null) {
      faults.add(readStatus(status, keys));
    }
    if (faults.stream().noneMatch(Fault.Status.class::isInstance)
        && (keys.containsKey("retry_after") || keys.containsKey("message"))) {
      throw node.complaint("'retry_after' and 'message' belong to a 'status'");
    }
    if (faults.size() > 1) {
      throw node.complaint("a reply fails in one way only");
    }
    return faults.isEmpty() ? null : faults.getFirst();
  }

  private static Fault readStatus(ScriptNode status, Map<String, ScriptNode> keys)
      throws ScriptException {
    int code = status.number();
    var message = keys.get("message");
    var retryAfter = keys.get("retry_after");
    var pause = retryAfter == null ? null : retryAfter.parsed(DurationText::parse);
    var words = message == null ? "the script answers %d here".formatted(code) : message.text();
    return status.parsed(_ -> new Fault.Status(code, pause, words));
  }

  private static boolean isSet(@Nullable ScriptNode flag) throws ScriptException {
    return flag != null && flag.flag();
  }
}
