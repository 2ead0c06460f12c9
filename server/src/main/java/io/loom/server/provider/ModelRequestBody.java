package io.loom.server.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.loom.ground.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model is asked, in the OpenAI dialect (`chat/completions`).
///
/// @param messages objects with `role` and `content`
/// @param tools function declarations; none leaves them out
/// @param stream asks for a stream that ends with the usage
/// @param temperature absent means the model's own
public record ModelRequestBody(
    String model,
    List<JsonNode> messages,
    List<JsonNode> tools,
    boolean stream,
    @Nullable Double temperature) {
  public ModelRequestBody {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /// The same request always gives the same bytes.
  public byte[] bytes() {
    var body = Json.mapper().createObjectNode();
    body.put("model", model);
    body.set("messages", array(messages));
    if (!tools.isEmpty()) {
      body.set("tools", array(tools));
    }
    if (temperature != null) {
      body.put("temperature", temperature);
    }
    body.put("stream", stream);
    if (stream) {
      body.putObject("stream_options").put("include_usage", true);
    }
    try {
      return Json.mapper().writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("messages that cannot be written as JSON", e);
    }
  }

  private static ArrayNode array(List<JsonNode> nodes) {
    return Json.mapper().createArrayNode().addAll(nodes);
  }
}
