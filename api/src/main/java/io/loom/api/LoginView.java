package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Who signed in, and with what his next requests show it.
///
/// @param token absent when it went into a cookie
/// @param csrfToken goes with a cookie: requests that change something repeat it in the header
///   `X-CSRF-Token`
/// @param expiresIn in seconds
public record LoginView(
    @Nullable String token, @Nullable String csrfToken, long expiresIn, UserView user) {
  /// Leaves the tokens out, for logs.
  @Override
  public String toString() {
    return "LoginView[expiresIn=%d, user=%s]".formatted(expiresIn, user);
  }
}
