package io.loom.api;

import org.jspecify.annotations.Nullable;

/// A new token for a session.
///
/// @param token absent when it went into a cookie
/// @param expiresIn in seconds
public record TokenView(@Nullable String token, long expiresIn) {
  /// Leaves the token out, for logs.
  @Override
  public String toString() {
    return "TokenView[expiresIn=%d]".formatted(expiresIn);
  }
}
