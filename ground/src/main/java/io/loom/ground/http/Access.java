package io.loom.ground.http;

import io.loom.base.ProblemException;
import java.util.Map;
import java.util.Optional;

/// Whether a caller may use a route. Those who are nobody all hear the same.
public final class Access {
  private Access() {}

  /// What a caller without the permission of a route is told.
  ///
  /// @param permission as in [Permission]
  public static Optional<ProblemException> refusal(String permission, Caller caller) {
    if (permission.equals(Permission.PUBLIC)) {
      return Optional.empty();
    }
    if (!caller.isKnown()) {
      return Optional.of(
          HttpProblems.UNAUTHENTICATED.because(
              "Sign in, or send a token or key that is valid.", Map.of()));
    }
    if (permission.equals(Permission.HELD_BACK)) {
      return Optional.empty();
    }
    if (caller.isHeldBack()) {
      return Optional.of(
          HttpProblems.PASSWORD_CHANGE_REQUIRED.because(
              "Change your password first: POST /api/v1/auth/change-password.", Map.of()));
    }
    if (permission.equals(Permission.SIGNED_IN) || caller.may(permission)) {
      return Optional.empty();
    }
    return Optional.of(
        HttpProblems.FORBIDDEN.because(
            "You need the permission %s for this.".formatted(permission),
            Map.of("permission", permission)));
  }
}
