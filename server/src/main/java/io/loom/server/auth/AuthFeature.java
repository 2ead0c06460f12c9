package io.loom.server.auth;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.http.Authenticator;
import io.loom.server.apikey.ApiKeyFeature;
import io.loom.server.event.EventFeature;
import io.loom.server.member.MemberFeature;
import io.loom.server.user.UserFeature;
import java.time.InstantSource;

/// The authentication feature, put together. Whoever makes it closes it.
public record AuthFeature(
    Authenticator authenticator,
    AuthResource resource,
    SessionResource sessionResource,
    SessionService sessions,
    SignIns signIns)
    implements AutoCloseable {
  public static AuthFeature create(
      AuthConfig config,
      SigningSecrets secrets,
      Database database,
      EventFeature events,
      UserFeature users,
      MemberFeature members,
      ApiKeyFeature keys,
      InstantSource clock,
      Ids ids) {
    var repository = new SessionRepository();
    var identities = new Identities(database, repository, users.service(), members.service());
    identities.follow(events.tail());
    users.service().follow(identities);
    members.service().follow(identities::changed, identities::forgetUsers);
    var sessions = new SessionService(database, repository, identities, events.log(), clock, ids);
    users.service().follow(sessions);
    var tokens = new TokenSigner(secrets, clock);
    var tickets = new Tickets(database, repository, clock);
    var refusals = new RefusalLog(database, events.log(), clock);
    var logins =
        new LoginService(
            database,
            users.service(),
            users.passwords(),
            sessions,
            tokens,
            new LoginThrottle(clock),
            refusals,
            config);
    var authenticator =
        new RequestAuthenticator(
            tokens, identities, sessions, tickets, keys.service(), clock, config.isRequired());
    events.stream().ask(authenticator);
    return new AuthFeature(
        authenticator,
        new AuthResource(logins, sessions, users.service(), tokens, tickets, clock),
        new SessionResource(sessions),
        sessions,
        new SignIns(users.service(), sessions, tokens, refusals, clock));
  }

  @Override
  public void close() {
    sessions.close();
  }
}
