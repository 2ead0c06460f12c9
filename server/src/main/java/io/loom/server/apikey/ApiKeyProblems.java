package io.loom.server.apikey;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import java.util.List;
import java.util.Map;

/// What the API of keys refuses with.
final class ApiKeyProblems {
  private static final ProblemType NOT_FOUND =
      new ProblemType("api-key-not-found", 404, "No such API key");

  private ApiKeyProblems() {}

  static ProblemException notFound(String id) {
    return NOT_FOUND.because("There is no API key %s.".formatted(id), Map.of());
  }

  static ProblemException tooMuch(List<String> missing) {
    return HttpProblems.FORBIDDEN.because(
        "A key may do no more than you; you lack %s.".formatted(String.join(", ", missing)),
        Map.of("permission", missing.getFirst(), "missing", missing));
  }

  static ProblemException othersKey() {
    return HttpProblems.FORBIDDEN.because(
        "You need the permission system:admin to make a key for another user.",
        Map.of("permission", "system:admin"));
  }
}
