package io.loom.server.action;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.server.action.ActionSpec.Field;
import io.loom.server.action.ActionSpec.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of one action as a model wrote them, looked up by the names that the catalogue knows
/// and read as the types it asks for. What can only mean one thing, such as "2" for 2, is taken.
final class ActionArguments {
  private final ActionSpec spec;
  private final JsonNode object;
  private final Map<String, JsonNode> values = new HashMap<>();

  ActionArguments(ActionSpec spec, JsonNode object) {
    this.spec = spec;
    this.object = object;
    for (var field : spec.fields()) {
      var value = find(field);
      if (value != null) {
        values.put(field.name(), value);
      }
    }
  }

  private @Nullable JsonNode find(Field field) {
    var names = new ArrayList<String>();
    names.add(field.name());
    names.addAll(field.synonyms());
    for (var name : names) {
      var value = object.get(name);
      if (value != null && !value.isNull() && !isLeftEmpty(field, value)) {
        return value;
      }
    }
    return null;
  }

  /// Some models fill in every field, those they have nothing for with nothing.
  private static boolean isLeftEmpty(Field field, JsonNode value) {
    boolean needed =
        field.presence() == Presence.REQUIRED || field.presence() == Presence.MAY_BE_EMPTY;
    return !needed && value.isTextual() && value.asText().isBlank();
  }

  /// Which field is wrong and how it is written, or null when all is well.
  @Nullable String problem() {
    for (var field : spec.fields()) {
      var value = values.get(field.name());
      var problem = value == null ? missing(field) : wrong(field, value);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable String missing(Field field) {
    if (field.presence() == Presence.EXPECTED || field.presence() == Presence.OPTIONAL) {
      return null;
    }
    var given = new ArrayList<String>();
    object.fieldNames().forEachRemaining(given::add);
    return "%s needs the field \"%s\" (%s): %s You gave: %s."
        .formatted(
            spec.name(),
            field.name(),
            field.type().schemaName(),
            field.description(),
            given.isEmpty() ? "nothing" : OutputText.line(String.join(", ", given), 200));
  }

  private @Nullable String wrong(Field field, JsonNode value) {
    var expected =
        switch (field.type()) {
          case STRING -> wrongText(field, value);
          case INTEGER ->
              integer(value) == null ? "an integer from 0 on, such as {\"%s\": 2}" : null;
          case BOOLEAN -> bool(value) == null ? "{\"%s\": true} or false" : null;
          case STRINGS ->
              strings(value) == null ? "an array of strings, such as {\"%s\": [\"a\"]}" : null;
        };
    return expected == null
        ? null
        : "The field \"%s\" of %s must be %s; it was %s."
            .formatted(
                field.name(),
                spec.name(),
                expected.replace("%s", field.name()),
                OutputText.line(value.toString(), 100));
  }

  private static @Nullable String wrongText(Field field, JsonNode value) {
    if (!value.isValueNode()) {
      return "a string, with quotes inside it written as \\\"";
    }
    var text = value.asText();
    if (field.presence() == Presence.REQUIRED && text.isBlank()) {
      return "a text that is not empty";
    }
    // A program's arguments and file names cannot hold it.
    if (field.presence() != Presence.MAY_BE_EMPTY && text.indexOf('\0') >= 0) {
      return "a text without NUL characters";
    }
    return field.choices().isEmpty() || text.isEmpty() || field.choices().contains(text)
        ? null
        : "one of " + String.join(", ", field.choices());
  }

  private static @Nullable Integer integer(JsonNode value) {
    var text = value.isNumber() || value.isTextual() ? value.asText().strip() : "";
    if (!text.matches("\\d{1,9}(\\.0+)?")) {
      return null;
    }
    int point = text.indexOf('.');
    return Integer.valueOf(point < 0 ? text : text.substring(0, point));
  }

  private static @Nullable Boolean bool(JsonNode value) {
    return switch (value.asText()) {
      case "true", "True" -> true;
      case "false", "False" -> false;
      default -> null;
    };
  }

  private static @Nullable List<String> strings(JsonNode value) {
    if (value.isTextual()) {
      return value.asText().isBlank() ? List.of() : List.of(value.asText());
    }
    if (!value.isArray()) {
      return null;
    }
    var texts = new ArrayList<String>();
    for (var item : value) {
      if (!item.isValueNode() || item.isNull()) {
        return null;
      }
      texts.add(item.asText());
    }
    return texts;
  }

  boolean has(String field) {
    return values.containsKey(field);
  }

  String text(String field) {
    return text(field, "");
  }

  /// @param absent the value of a field that is not there or empty
  String text(String field, String absent) {
    var value = values.get(field);
    return value == null || value.asText().isEmpty() ? absent : value.asText();
  }

  int number(String field, int absent) {
    var value = values.get(field);
    var number = value == null ? null : integer(value);
    return number == null ? absent : number;
  }

  boolean flag(String field) {
    var value = values.get(field);
    return value != null && Boolean.TRUE.equals(bool(value));
  }

  List<String> texts(String field) {
    var value = values.get(field);
    var texts = value == null ? null : strings(value);
    return texts == null ? List.of() : texts;
  }
}
