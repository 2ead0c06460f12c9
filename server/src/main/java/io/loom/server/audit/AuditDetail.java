package io.loom.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.ground.http.Json;

/// What a record keeps of an event's data: the short values. Long texts are work, not evidence.
final class AuditDetail {
  private static final int LONGEST_TEXT = 200;
  private static final int MOST_ITEMS = 20;
  private static final int MOST_FIELDS = 30;

  private AuditDetail() {}

  /// @param data whose fields are secret nowhere, as those of events are
  static String of(Object data) {
    JsonNode tree = Json.mapper().valueToTree(data);
    var kept = JsonNodeFactory.instance.objectNode();
    for (var field : tree.properties()) {
      if (kept.size() < MOST_FIELDS) {
        keep(kept, field.getKey(), field.getValue());
      }
    }
    return kept.toString();
  }

  private static void keep(ObjectNode kept, String name, JsonNode value) {
    if (value.isTextual()) {
      kept.put(name, cut(value.textValue()));
    } else if (value.isValueNode() && !value.isNull()) {
      kept.set(name, value);
    } else if (value.isArray() && value.size() <= MOST_ITEMS) {
      var items = kept.putArray(name);
      for (var item : value) {
        if (item.isTextual()) {
          items.add(cut(item.textValue()));
        }
      }
    }
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? LONGEST_TEXT - 1 : LONGEST_TEXT;
    return text.substring(0, end) + "…";
  }
}
