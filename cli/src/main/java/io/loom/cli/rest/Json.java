package io.loom.cli.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// JSON as trees: what this program does not know passes through it unchanged.
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /// Empty when the text is not JSON.
  public static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(MAPPER.readTree(text));
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  public static String line(JsonNode node) {
    return harmless(node.toString());
  }

  public static String pretty(JsonNode node) {
    return harmless(node.toPrettyString());
  }

  /// Writes the control characters that JSON lets through as escapes. They occur in strings only,
  /// so the values stay the same, and no terminal obeys them.
  private static String harmless(String json) {
    if (json.chars().noneMatch(Json::isHarmful)) {
      return json;
    }
    var text = new StringBuilder(json.length() + 16);
    json.chars()
        .forEach(
            c -> text.append(isHarmful(c) ? "\\u%04x".formatted(c) : String.valueOf((char) c)));
    return text.toString();
  }

  private static boolean isHarmful(int c) {
    return (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  }
}
