package io.loom.ground.http;

import io.loom.base.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with a request's fields, so that all of it is said at once.
public final class Invalid {
  private final List<Map<String, String>> errors = new ArrayList<>();

  /// @param field the JSON name, such as `git_repo`
  public Invalid add(String field, String detail) {
    errors.add(Map.of("pointer", "/" + field, "detail", detail));
    return this;
  }

  public Invalid require(String field, @Nullable String value) {
    return value == null || value.isBlank() ? add(field, field + " is required") : this;
  }

  /// @throws ProblemException when anything was added
  public void check() {
    if (!errors.isEmpty()) {
      var details = errors.stream().map(error -> error.get("detail")).toList();
      throw HttpProblems.INVALID.because(
          String.join("; ", details) + ".", Map.of("errors", List.copyOf(errors)));
    }
  }

  /// Refuses one field.
  public static ProblemException field(String field, String detail) {
    return HttpProblems.INVALID.because(
        detail, Map.of("errors", List.of(Map.of("pointer", "/" + field, "detail", detail))));
  }
}
