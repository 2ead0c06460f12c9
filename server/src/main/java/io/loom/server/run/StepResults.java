package io.loom.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.ground.http.Json;
import io.loom.server.provider.ModelOutcome.Usage;
import java.util.List;

/// The JSON that steps of a journal hold. Keys are stored: add, never rename one.
final class StepResults {
  private StepResults() {}

  static String prepared(String base, String system, String user) {
    return object().put("base", base).put("system", system).put("user", user).toString();
  }

  static String answered(JsonNode message, Usage usage, boolean tools, boolean replayed) {
    var result = object();
    result.set("message", message);
    result
        .put("tools", tools)
        .put("replayed", replayed)
        .put("prompt_tokens", usage.promptTokens())
        .put("completion_tokens", usage.completionTokens())
        .put("cached_tokens", usage.cachedTokens());
    return result.toString();
  }

  /// The model took fewer messages than were sent; the next turn sends fewer.
  static String tooLong(String reason) {
    return object().put("too_long", true).put("text", reason).toString();
  }

  /// The provider takes no tool declarations; from the next turn on they are sent as text.
  static String noTools(String reason) {
    return object().put("no_tools", true).put("text", reason).toString();
  }

  static String actionRequest(int turn, int index, String callId, JsonNode arguments) {
    var request = object().put("turn", turn).put("index", index).put("call_id", callId);
    request.set("arguments", arguments);
    return request.toString();
  }

  /// @param note of Loom's own, added to the text for the model; empty for none
  static String action(boolean ok, String text, String full, String note) {
    var result = object().put("ok", ok).put("text", text);
    if (!note.isEmpty()) {
      result.put("note", note);
    }
    return full.equals(text) ? result.toString() : result.put("full", full).toString();
  }

  static String invalid(String reason) {
    return object().put("ok", false).put("invalid", true).put("text", reason).toString();
  }

  /// @param ends `finish` or `nothing_to_do`
  static String ending(String text, String ends) {
    return object().put("ok", true).put("text", text).put("ends", ends).toString();
  }

  static String unchanged(String text) {
    return object().put("ok", false).put("text", text).put("unchanged", true).toString();
  }

  static String decided(String decision, String rationale, String text) {
    return object()
        .put("ok", true)
        .put("decision", decision)
        .put("rationale", rationale)
        .put("text", text)
        .toString();
  }

  static String gate(String outcome, String commit, boolean verified, String text) {
    return object()
        .put("outcome", outcome)
        .put("commit", commit)
        .put("verified", verified)
        .put("text", text)
        .toString();
  }

  static String merged(String commit) {
    return object().put("merged", true).put("commit", commit).toString();
  }

  static String notMerged(String base, String text) {
    return object().put("merged", false).put("base", base).put("text", text).toString();
  }

  /// @param head the commit that people looked at
  static String returned(String head, String text) {
    return object()
        .put("merged", false)
        .put("base", head)
        .put("returned", true)
        .put("text", text)
        .toString();
  }

  static String rebased(String base, String text, List<String> conflicts) {
    var result = object().put("base", base).put("text", text);
    conflicts.forEach(result.putArray("conflicts")::add);
    return result.toString();
  }

  private static ObjectNode object() {
    return Json.mapper().createObjectNode();
  }
}
