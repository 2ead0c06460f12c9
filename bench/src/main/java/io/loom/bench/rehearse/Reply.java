package io.loom.bench.rehearse;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the model says, or how it fails.
///
/// @param content the text; empty when there is none
/// @param finishReason null: `tool_calls` when there are any, else `stop`
/// @param usage null: the script's default, else estimated
/// @param latency time until the first byte; null: the script's default
record Reply(
    String content,
    List<ToolCall> toolCalls,
    @Nullable String finishReason,
    @Nullable Usage usage,
    @Nullable Duration latency,
    @Nullable Fault fault) {
  Reply {
    toolCalls = List.copyOf(toolCalls);
  }

  /// @param arguments as it goes over the wire: JSON text, unless the script rehearses a model that
  ///   writes broken JSON
  record ToolCall(String name, String arguments) {}

  String finish() {
    if (finishReason != null) {
      return finishReason;
    }
    return toolCalls.isEmpty() ? "stop" : "tool_calls";
  }

  /// The reply to one conversation: `{{bead}}` and `{{turn}}` are filled in.
  Reply spokenTo(Conversation conversation) {
    return new Reply(
        conversation.fillIn(content),
        toolCalls.stream()
            .map(call -> new ToolCall(call.name(), conversation.fillIn(call.arguments())))
            .toList(),
        finishReason,
        usage,
        latency,
        fault);
  }

  int length() {
    return content.length()
        + toolCalls.stream()
            .mapToInt(call -> call.name().length() + call.arguments().length())
            .sum();
  }
}
