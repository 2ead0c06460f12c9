package io.loom.server.auth;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import java.time.Duration;
import java.util.Map;

/// What signing in is refused with.
final class AuthProblems {
  private static final ProblemType REFUSED =
      new ProblemType("sign-in-refused", 401, "Name or password is wrong");
  private static final ProblemType TOO_MANY =
      new ProblemType("sign-in-too-often", 429, "Too many failed attempts");
  private static final ProblemType CROSS_SITE =
      new ProblemType("cross-site", 403, "The request comes from another site");
  private static final ProblemType SESSION_NOT_FOUND =
      new ProblemType("session-not-found", 404, "No such session");

  private AuthProblems() {}

  static ProblemException refused() {
    return REFUSED.because("invalid username or password", Map.of());
  }

  static ProblemException tooMany(Duration wait) {
    long seconds = wait.plusMillis(999).toSeconds();
    return TOO_MANY.because(
        "Too many failed attempts; try again in %d s.".formatted(seconds),
        Map.of("retry_after", seconds));
  }

  static ProblemException crossSite() {
    return CROSS_SITE.because(
        "With the session cookie, changes are made by Loom's own pages only, which send the header"
            + " X-CSRF-Token. Programs send a token or an API key.",
        Map.of());
  }

  static ProblemException noSuchSession() {
    return SESSION_NOT_FOUND.because("There is no such session.", Map.of());
  }

  static ProblemException unauthenticated() {
    return HttpProblems.UNAUTHENTICATED.because(
        "Sign in, or send a token or key that is valid.", Map.of());
  }
}
