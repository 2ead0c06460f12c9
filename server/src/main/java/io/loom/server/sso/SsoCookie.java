package io.loom.server.sso;

/// The cookie that holds an [Attempt], as the value of `Set-Cookie`.
///
/// `Lax`, unlike the session's: it has to come along when the provider sends the browser back.
final class SsoCookie {
  static final String NAME = "loom_sso";

  private static final String ATTRIBUTES = "; Path=/api/v1/auth/sso; HttpOnly; SameSite=Lax";

  private SsoCookie() {}

  static String of(Attempt attempt, boolean isSecure) {
    return NAME
        + "="
        + attempt.cookie()
        + ATTRIBUTES
        + "; Max-Age="
        + Attempt.LIFE.toSeconds()
        + (isSecure ? "; Secure" : "");
  }

  /// Makes a browser forget it.
  static String gone(boolean isSecure) {
    return NAME + "=" + ATTRIBUTES + "; Max-Age=0" + (isSecure ? "; Secure" : "");
  }
}
