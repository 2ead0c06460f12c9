package io.loom.server.auth;

import io.loom.ground.http.Authenticator;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Credential;
import io.loom.server.apikey.ApiKeyGrant;
import io.loom.server.apikey.ApiKeyService;
import io.loom.server.event.Standing;
import io.loom.server.user.Rights;
import io.loom.server.user.Role;
import io.loom.server.user.User;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/// Finds the caller of a request by what it shows, and by nothing that it merely says. Safe for
/// many threads.
///
/// What does not hold is as good as nothing: the caller is then nobody, or, where nobody has to
/// sign in, the administrator of this host.
final class RequestAuthenticator implements Authenticator, Standing {
  private final TokenSigner tokens;
  private final Identities identities;
  private final SessionService sessions;
  private final Tickets tickets;
  private final ApiKeyService keys;
  private final InstantSource clock;
  private final boolean isRequired;

  RequestAuthenticator(
      TokenSigner tokens,
      Identities identities,
      SessionService sessions,
      Tickets tickets,
      ApiKeyService keys,
      InstantSource clock,
      boolean isRequired) {
    this.tokens = tokens;
    this.identities = identities;
    this.sessions = sessions;
    this.tickets = tickets;
    this.keys = keys;
    this.clock = clock;
    this.isRequired = isRequired;
  }

  @Override
  public Caller authenticate(Request request) {
    var known =
        switch (Shown.in(request)) {
          case Shown.Nothing() -> Optional.<Caller>empty();
          case Shown.Nonsense() -> Optional.<Caller>empty();
          case Shown.Token(var text) -> ofToken(text);
          case Shown.Key(var text) -> keys.find(text).flatMap(this::ofKey);
          case Shown.Ticket(var text) -> tickets.take(text).flatMap(this::ofSession);
          case Shown.Cookie(var text) -> ofCookie(text, request);
        };
    return known.orElse(isRequired ? Caller.NOBODY : Caller.LOCAL_ADMIN);
  }

  @Override
  public Optional<Caller> now(Caller caller) {
    return switch (caller.credential()) {
      case Credential.None() -> Optional.empty();
      case Credential.Local() -> isRequired ? Optional.empty() : Optional.of(Caller.LOCAL_ADMIN);
      case Credential.Session(var id, _) -> ofSession(id);
      case Credential.Key(var id) -> keys.findGrant(id).flatMap(this::ofKey);
    };
  }

  private Optional<Caller> ofToken(String text) {
    return tokens.verify(text).flatMap(claims -> ofSession(claims.sessionId()));
  }

  private Optional<Caller> ofCookie(String text, Request request) {
    var claims = tokens.verify(text);
    if (claims.isPresent() && !CrossSite.isOurs(request, tokens, claims.get().sessionId())) {
      throw AuthProblems.crossSite();
    }
    return claims.flatMap(it -> ofSession(it.sessionId()));
  }

  private Optional<Caller> ofSession(String id) {
    var session = identities.session(id);
    if (session.isEmpty() || !session.get().expiresAt().isAfter(clock.instant())) {
      return Optional.empty();
    }
    var identity = active(session.get().userId());
    identity.ifPresent(_ -> sessions.touch(id));
    return identity.map(it -> {
      var user = it.user();
      var standing =
          isRequired && user.mustChange()
              ? Credential.Standing.HELD_BACK
              : Credential.Standing.FULL;
      return caller(it, user.role().permissions(), new Credential.Session(id, standing));
    });
  }

  /// A key may what was asked for it, as far as its user and its maker may still do it themselves.
  private Optional<Caller> ofKey(ApiKeyGrant key) {
    var identity = active(key.userId());
    var maker = active(key.makerId());
    if (identity.isEmpty() || maker.isEmpty()) {
      return Optional.empty();
    }
    var user = identity.get().user();
    var rights = Rights.both(key.permissions(), maker.get().user().role().permissions());
    var own = user.role() == Role.SERVICE ? rights : Rights.both(rights, user.role().permissions());
    return Optional.of(caller(identity.get(), own, new Credential.Key(key.id())));
  }

  private Optional<Identity> active(String userId) {
    return identities.user(userId).filter(it -> it.user().isActive());
  }

  private static Caller caller(Identity identity, Set<String> permissions, Credential credential) {
    User user = identity.user();
    return new Caller(user.id(), user.username(), permissions, identity.reach(), credential);
  }
}
