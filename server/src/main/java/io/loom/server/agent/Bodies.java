package io.loom.server.agent;

import io.loom.ground.http.HttpProblems;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what a request body may leave out.
final class Bodies {
  private Bodies() {}

  static <T> T require(@Nullable T body) {
    if (body == null) {
      throw HttpProblems.BAD_REQUEST.because("This route takes a JSON object.", Map.of());
    }
    return body;
  }

  static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }

  static @Nullable String textOrNull(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
