package io.loom.server.source;

import io.loom.ground.http.Invalid;
import org.jspecify.annotations.Nullable;

/// Reads what stands in the query of a request, and says all that is wrong with it.
final class Query {
  private final Invalid invalid = new Invalid();

  /// A path, normalised.
  String path(@Nullable String path) {
    var given = path == null ? "" : path;
    SourcePath.problemWith(given).ifPresent(problem -> invalid.add("path", problem));
    return SourcePath.normal(given);
  }

  /// A branch or a commit, empty when there is none.
  String reference(String field, @Nullable String reference) {
    var given = reference == null ? "" : reference.strip();
    if (!given.isEmpty() && !Sources.isReference(given)) {
      invalid.add(field, field + " is the name of a branch or the id of a commit.");
    }
    return given;
  }

  /// @param usual when nothing is said
  int number(String field, @Nullable String text, int usual, int least, int most) {
    if (text == null || text.isBlank()) {
      return usual;
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, as a number that is too large is.
    }
    invalid.add(field, "%s is a number from %d to %d.".formatted(field, least, most));
    return usual;
  }

  Query require(String field, @Nullable String value) {
    invalid.require(field, value);
    return this;
  }

  Query add(String field, String problem) {
    invalid.add(field, problem);
    return this;
  }

  void check() {
    invalid.check();
  }
}
