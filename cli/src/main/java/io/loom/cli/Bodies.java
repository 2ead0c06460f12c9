package io.loom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fills request bodies: an option that was not given leaves no trace, so the server's default
/// holds.
final class Bodies {
  private Bodies() {}

  static void put(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  static void put(ObjectNode body, String field, @Nullable Integer value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  static void flag(ObjectNode body, String field, boolean value) {
    if (value) {
      body.put(field, true);
    }
  }

  static void put(ObjectNode body, String field, @Nullable List<String> values) {
    if (values != null && !values.isEmpty()) {
      values.forEach(body.putArray(field)::add);
    }
  }
}
