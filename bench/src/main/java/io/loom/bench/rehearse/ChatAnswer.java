package io.loom.bench.rehearse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Words a reply as an OpenAI chat completion, in one piece or as a stream of deltas.
///
/// All ids derive from the request, so that the same request gets the same bytes.
final class ChatAnswer {
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  private final Conversation conversation;
  private final Reply reply;
  private final Usage usage;
  private final String id;
  private final long created;
  private final int chunk;

  private ChatAnswer(
      Script script, Conversation conversation, Reply reply, String requestHash, long created) {
    this.conversation = conversation;
    this.reply = reply;
    this.usage = script.usageOf(reply, conversation);
    this.id = requestHash.substring(0, 24);
    this.created = created;
    this.chunk = script.chunk();
  }

  /// @param requestHash SHA-256 of the request's body, in hexadecimal
  /// @param created seconds since 1970
  static HttpAnswer of(
      Script script, Conversation conversation, Reply reply, String requestHash, long created) {
    var answer = new ChatAnswer(script, conversation, reply, requestHash, created);
    return conversation.stream()
        ? new HttpAnswer(
            200, HttpAnswer.EVENTS, Map.of("Cache-Control", "no-cache"), answer.events())
        : HttpAnswer.of(200, HttpAnswer.JSON, answer.whole().toString());
  }

  private ObjectNode whole() {
    var message = MAKE.objectNode().put("role", "assistant");
    message.put("content", reply.content().isEmpty() ? null : reply.content());
    if (!reply.toolCalls().isEmpty()) {
      var calls = message.putArray("tool_calls");
      for (int i = 0; i < reply.toolCalls().size(); i++) {
        calls.add(call(i, reply.toolCalls().get(i).arguments()));
      }
    }
    var root = frame("chat.completion");
    root.putArray("choices")
        .addObject()
        .put("index", 0)
        .put("finish_reason", reply.finish())
        .set("message", message);
    root.set("usage", usageJson());
    return root;
  }

  private List<byte[]> events() {
    var events = new ArrayList<byte[]>();
    events.add(delta(delta -> delta.put("role", "assistant").put("content", "")));
    for (var piece : pieces(reply.content())) {
      events.add(delta(delta -> delta.put("content", piece)));
    }
    for (int i = 0; i < reply.toolCalls().size(); i++) {
      addCall(events, i);
    }
    events.add(finish());
    if (conversation.usageInStream()) {
      var last = frame("chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usageJson());
      events.add(event(last.toString()));
    }
    events.add(event("[DONE]"));
    return events;
  }

  /// The name comes first with empty arguments, the arguments follow in pieces.
  private void addCall(List<byte[]> events, int index) {
    events.add(delta(delta -> delta.putArray("tool_calls").add(call(index, ""))));
    for (var piece : pieces(reply.toolCalls().get(index).arguments())) {
      events.add(
          delta(delta ->
              delta
                  .putArray("tool_calls")
                  .addObject()
                  .put("index", index)
                  .putObject("function")
                  .put("arguments", piece)));
    }
  }

  private ObjectNode call(int index, String arguments) {
    var call = MAKE.objectNode();
    if (conversation.stream()) {
      call.put("index", index);
    }
    call.put("id", "call_%s_%d".formatted(id, index)).put("type", "function");
    call.putObject("function")
        .put("name", reply.toolCalls().get(index).name())
        .put("arguments", arguments);
    return call;
  }

  private byte[] delta(Consumer<ObjectNode> content) {
    var chunk = frame("chat.completion.chunk");
    var choice = chunk.putArray("choices").addObject().put("index", 0);
    content.accept(choice.putObject("delta"));
    choice.putNull("finish_reason");
    return event(chunk.toString());
  }

  private byte[] finish() {
    var chunk = frame("chat.completion.chunk");
    var choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta");
    choice.put("finish_reason", reply.finish());
    return event(chunk.toString());
  }

  private static byte[] event(String data) {
    return ("data: " + data + "\n\n").getBytes(UTF_8);
  }

  private ObjectNode frame(String kind) {
    return MAKE.objectNode()
        .put("id", "chatcmpl-" + id)
        .put("object", kind)
        .put("created", created)
        .put("model", conversation.model());
  }

  private ObjectNode usageJson() {
    var json =
        MAKE.objectNode()
            .put("prompt_tokens", usage.prompt())
            .put("completion_tokens", usage.completion())
            .put("total_tokens", usage.prompt() + usage.completion());
    json.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
    return json;
  }

  /// Never parts the two halves of a character outside the basic plane.
  private List<String> pieces(String text) {
    var pieces = new ArrayList<String>();
    for (int start = 0; start < text.length(); ) {
      int end = Math.min(text.length(), start + chunk);
      if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
        end++;
      }
      pieces.add(text.substring(start, end));
      start = end;
    }
    return pieces;
  }
}
