package io.loom.server.auth;

import io.loom.base.Secret;
import io.loom.server.user.User;
import java.time.Duration;

/// What an attempt to sign in comes to.
sealed interface LoginResult {
  record SignedIn(User user, Session session, Secret token) implements LoginResult {}

  /// Whatever the reason: it is nobody's business who does not belong here.
  record Refused() implements LoginResult {}

  record TooMany(Duration pause) implements LoginResult {}

  record Busy() implements LoginResult {}
}
