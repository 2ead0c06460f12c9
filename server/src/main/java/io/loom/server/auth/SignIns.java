package io.loom.server.auth;

import io.loom.base.Secret;
import io.loom.ground.http.Peer;
import io.loom.server.user.User;
import io.loom.server.user.UserService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Signs in who has shown in another way than by his password who he is. Safe for many threads.
public final class SignIns {
  private final UserService users;
  private final SessionService sessions;
  private final TokenSigner tokens;
  private final RefusalLog refusals;
  private final InstantSource clock;

  SignIns(
      UserService users,
      SessionService sessions,
      TokenSigner tokens,
      RefusalLog refusals,
      InstantSource clock) {
    this.users = users;
    this.sessions = sessions;
    this.tokens = tokens;
    this.refusals = refusals;
    this.clock = clock;
  }

  /// A session that began, as its owner shows it.
  public record Opened(User user, Secret token, Instant expiresAt) {}

  /// Opens a session, the same as by a password.
  ///
  /// @return nothing when the user is gone or not active
  public Optional<Opened> open(Handle transaction, String userId, Peer peer) {
    return users
        .find(transaction, userId)
        .filter(User::isActive)
        .map(user -> {
          var session = sessions.open(transaction, user, peer);
          var token = new Secret(tokens.sign(session, user, session.expiresAt()));
          return new Opened(user, token, session.expiresAt());
        });
  }

  /// Notes that somebody was not let in.
  ///
  /// @param username empty when he is not known
  /// @param reason as in the event `session.refused`
  public void refused(String username, Peer peer, String reason) {
    refusals.add(username, peer, reason);
  }

  /// How long the token is good from now on.
  public Duration life(Opened opened) {
    return Duration.between(clock.instant(), opened.expiresAt());
  }

  /// The cookie of a session for a browser, as the value of `Set-Cookie`.
  public String cookie(Opened opened, boolean isSecure) {
    return SessionCookie.of(opened.token(), life(opened), isSecure);
  }
}
