package io.loom.server.auth;

import io.loom.base.Secret;
import java.time.Duration;

/// The cookie that holds a browser's token, as the value of `Set-Cookie`.
final class SessionCookie {
  static final String NAME = "loom_session";

  private SessionCookie() {}

  static String of(Secret token, Duration life, boolean isSecure) {
    return NAME
        + "="
        + token.reveal()
        + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
        + life.toSeconds()
        + (isSecure ? "; Secure" : "");
  }

  /// Makes a browser forget it.
  static String gone() {
    return NAME + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0";
  }
}
