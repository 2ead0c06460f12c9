package io.loom.server.sso;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import java.util.Map;

/// What single sign-on is refused with.
final class SsoProblems {
  private static final ProblemType NOT_CONFIGURED =
      new ProblemType("sso-not-configured", 404, "There is no single sign-on");
  private static final ProblemType REFUSED =
      new ProblemType("sso-refused", 401, "The sign-in does not hold");
  private static final ProblemType NOT_ALLOWED =
      new ProblemType("sso-not-allowed", 403, "Not let in here");
  private static final ProblemType UNAVAILABLE =
      new ProblemType("sso-unavailable", 503, "The provider of single sign-on cannot be asked");

  private SsoProblems() {}

  static ProblemException notConfigured() {
    return NOT_CONFIGURED.because(
        "No provider is named in the settings under sso.issuer.", Map.of());
  }

  static ProblemException refused(String reason) {
    return REFUSED.because(reason, Map.of());
  }

  static ProblemException notAllowed(String reason) {
    return NOT_ALLOWED.because(reason, Map.of());
  }

  static ProblemException unavailable(String reason) {
    return UNAVAILABLE.because(reason, Map.of("retry_after", 10));
  }
}
