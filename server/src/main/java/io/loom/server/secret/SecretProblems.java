package io.loom.server.secret;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import java.util.Map;

/// What the API of secrets refuses with. Never with what was given as a name: it may be a value.
final class SecretProblems {
  private static final ProblemType NOT_FOUND =
      new ProblemType("secret-not-found", 404, "No such secret");
  private static final ProblemType NO_SCOPE =
      new ProblemType("secret-scope-not-found", 404, "No such place for secrets");
  private static final ProblemType TAKEN =
      new ProblemType("secret-exists", 409, "There is a secret with this name");

  private SecretProblems() {}

  static ProblemException of(SecretChange refused) {
    return switch (refused) {
      case SecretChange.NoSuchScope(var scope) ->
          NO_SCOPE.because(
              "There is no %s with this id.".formatted(scope.kind().wireName()), Map.of());
      case SecretChange.NoSuchSecret(var scope, _) ->
          NOT_FOUND.because(
              "The %s has no such secret, or not this version of it."
                  .formatted(scope.kind().wireName()),
              Map.of());
      case SecretChange.NameTaken(var scope, _) ->
          TAKEN.because(
              "The %s has a secret of this name; PUT gives it a new value."
                  .formatted(scope.kind().wireName()),
              Map.of());
      case SecretChange.MayOnlyList(_) ->
          HttpProblems.FORBIDDEN.because(
              "Only owners and admins of the organisation change its secrets and see values.",
              Map.of());
      case SecretChange.Done(_) -> throw new IllegalStateException("nothing was refused");
    };
  }
}
