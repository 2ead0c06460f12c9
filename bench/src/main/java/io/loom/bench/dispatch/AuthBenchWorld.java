package io.loom.bench.dispatch;

import io.loom.base.ByteSize;
import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebServer;
import io.loom.server.agent.AgentFeature;
import io.loom.server.apikey.ApiKeyFeature;
import io.loom.server.apikey.ApiKeyService;
import io.loom.server.auth.AuthConfig;
import io.loom.server.auth.AuthFeature;
import io.loom.server.auth.SigningSecrets;
import io.loom.server.event.EventFeature;
import io.loom.server.member.MemberFeature;
import io.loom.server.project.ProjectFeature;
import io.loom.server.user.HashingConfig;
import io.loom.server.user.UserFeature;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A server with what signing in needs, and nothing else.
final class AuthBenchWorld implements AutoCloseable {
  private final EventFeature events;
  private final UserFeature users;
  private final ApiKeyFeature keys;
  private final AuthFeature auth;
  private final WebServer server;

  AuthBenchWorld(BenchPlace place, int concurrentLogins, InstantSource clock) throws IOException {
    var database = place.database();
    var ids = new Ids(clock);
    events = EventFeature.create(database, clock, ids, 10_000, Duration.ofHours(1));
    var agents = AgentFeature.create(place.folder(), database, events.log(), clock, ids);
    var projects =
        ProjectFeature.create(
            database, agents.service(), new NoProjectWork(), events.log(), clock, ids, List.of());
    users =
        UserFeature.create(database, events.log(), clock, ids, HashingConfig.of(concurrentLogins));
    var members =
        MemberFeature.create(database, projects.service(), users.service(), events.log(), clock);
    keys = ApiKeyFeature.create(new Secret("bench"), database, events, users.service(), clock, ids);
    auth =
        AuthFeature.create(
            new AuthConfig(true, false, null),
            new SigningSecrets(new Secret("a secret of thirty-two bytes or more"), null),
            database,
            events,
            users,
            members,
            keys,
            clock,
            ids);
    users.seed();
    server =
        WebServer.start(
            new WebConfig(
                "127.0.0.1", 0, List.of(), true, Duration.ofMinutes(1), ByteSize.ofMebibytes(1)),
            auth.authenticator(),
            List.of(auth.resource()),
            Map.of());
  }

  URI uri() {
    return server.uri();
  }

  ApiKeyService keys() {
    return keys.service();
  }

  @Override
  public void close() {
    server.close();
    auth.close();
    keys.close();
    users.close();
    events.close();
  }
}
