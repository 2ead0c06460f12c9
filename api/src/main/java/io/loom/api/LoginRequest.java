package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Signs somebody in.
///
/// @param cookie true for browsers: the token comes as a cookie that scripts cannot read
public record LoginRequest(
    @Nullable String username, @Nullable String password, @Nullable Boolean cookie) {
  /// Leaves the password out, for logs.
  @Override
  public String toString() {
    return "LoginRequest[username=%s, cookie=%s]".formatted(username, cookie);
  }
}
