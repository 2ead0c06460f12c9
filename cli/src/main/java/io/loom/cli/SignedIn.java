package io.loom.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What is kept of having signed in to a server.
///
/// @param since when the token was given
record SignedIn(String token, String username, Instant since, Instant expiresAt) {
  private static final Duration NEAR = Duration.ofHours(8);
  private static final Duration LEAST_USE = Duration.ofMinutes(10);

  SignedIn {
    expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
  }

  /// Whether a new token is worth asking for. The server may give ever shorter ones; asking for one
  /// with each command would gain nothing.
  boolean isNearItsEnd(Instant now) {
    return expiresAt.isAfter(now)
        && expiresAt.minus(NEAR).isBefore(now)
        && since.plus(LEAST_USE).isBefore(now);
  }

  /// Leaves the token out.
  @Override
  public String toString() {
    return "SignedIn[username=%s, expiresAt=%s]".formatted(username, expiresAt);
  }
}
