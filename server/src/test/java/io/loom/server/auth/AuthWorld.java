package io.loom.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.loom.base.ByteSize;
import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseConfig;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.database.Databases;
import io.loom.ground.http.Json;
import io.loom.ground.http.RequestMetrics;
import io.loom.ground.http.RequestScope;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebServer;
import io.loom.server.MutableClock;
import io.loom.server.agent.AgentFeature;
import io.loom.server.apikey.ApiKeyFeature;
import io.loom.server.audit.AuditFeature;
import io.loom.server.event.EventFeature;
import io.loom.server.member.MemberFeature;
import io.loom.server.organisation.OrganisationFeature;
import io.loom.server.project.FakeProjectWork;
import io.loom.server.project.ProjectFeature;
import io.loom.server.user.HashingConfig;
import io.loom.server.user.UserFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.jspecify.annotations.Nullable;

/// A real server with all that signing in needs, which can be started again on its database, and a
/// clock that a test moves. Hashes are made cheap.
public final class AuthWorld implements AutoCloseable {
  public static final AuthConfig REQUIRED = new AuthConfig(true, false, null);
  public static final SigningSecrets SECRETS =
      new SigningSecrets(new Secret("a secret of at least thirty-two bytes"), null);

  private static final List<String> MIGRATIONS = List.of("db/server");
  private static final HashingConfig CHEAP = new HashingConfig(64, 1, 2, Duration.ofSeconds(20));

  /// What a request was answered with.
  ///
  /// @param body missing when there was none
  public record Answer(int status, JsonNode body, HttpResponse<String> raw) {
    public String text(String field) {
      return body.path(field).asText();
    }

    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  public final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final Ids ids = new Ids(clock);
  private final DatabaseConfig place;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private final Extension extension;

  public Database database;
  public EventFeature events;
  private AuditFeature audit;
  public UserFeature users;
  public AuthFeature auth;
  public ApiKeyFeature keys;
  public MemberFeature members;
  public ProjectFeature projects;
  private OrganisationFeature organisations;
  private WebServer server;

  /// Features that are there as well.
  public interface Extension {
    /// Their resources, made when all but the web server is there.
    List<Object> resources(AuthWorld world);
  }

  public AuthWorld(DatabaseKind kind, AuthConfig config) {
    this(kind, config, SECRETS);
  }

  public AuthWorld(DatabaseKind kind, AuthConfig config, SigningSecrets secrets) {
    this(kind, config, secrets, _ -> List.of());
  }

  @SuppressWarnings("NullAway.Init") // start() sets the rest
  public AuthWorld(
      DatabaseKind kind, AuthConfig config, SigningSecrets secrets, Extension extension) {
    this.extension = extension;
    place = kind.freshConfig(MIGRATIONS);
    start(config, secrets);
  }

  /// Stops the server and starts another one on what is left.
  public void restart(AuthConfig config, SigningSecrets secrets) {
    stop();
    start(config, secrets);
  }

  private void start(AuthConfig config, SigningSecrets secrets) {
    database = closing(Databases.open(place, MIGRATIONS, RequestScope.CARRIED));
    audit = closing(AuditFeature.create(new Secret("audit secret"), null, database, clock, ids));
    events =
        closing(
            EventFeature.create(
                database, clock, ids, 1_000, Duration.ofMillis(200), audit.witness()));
    var agents = AgentFeature.create(Path.of("personas"), database, events.log(), clock, ids);
    projects =
        ProjectFeature.create(
            database, agents.service(), new FakeProjectWork(), events.log(), clock, ids, List.of());
    users = closing(UserFeature.create(database, events.log(), clock, ids, CHEAP));
    members =
        MemberFeature.create(database, projects.service(), users.service(), events.log(), clock);
    keys =
        closing(
            ApiKeyFeature.create(
                new Secret("hash secret"), database, events, users.service(), clock, ids));
    auth =
        closing(
            AuthFeature.create(
                config, secrets, database, events, users, members, keys, clock, ids));
    organisations = OrganisationFeature.create(database, users.service(), events.log(), clock, ids);
    users.seed();
    try {
      server =
          closing(
              WebServer.start(
                  new WebConfig(
                      "127.0.0.1",
                      0,
                      List.of(),
                      false,
                      Duration.ofSeconds(30),
                      ByteSize.parse("1MiB")),
                  auth.authenticator(),
                  new RequestMetrics(),
                  audit.refusals(),
                  resources(),
                  Map.of(PathSpec.from("/api/v1/events/stream"), events.stream())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Object> resources() {
    var resources =
        new ArrayList<Object>(
            List.of(
                audit.resource(),
                auth.resource(),
                auth.sessionResource(),
                users.resource(),
                keys.resource(),
                members.resource(),
                organisations.resource(),
                projects.resource(),
                events.resource()));
    resources.addAll(extension.resources(this));
    return resources;
  }

  private <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.uri().resolve(path))
        .header("Content-Type", "application/json");
  }

  public URI uri() {
    return server.uri();
  }

  public String host() {
    return server.uri().getAuthority();
  }

  /// @param token none for a request that shows nothing
  public Answer send(String method, String path, @Nullable String token, String body) {
    var request = request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request);
  }

  public Answer get(String path, @Nullable String token) {
    return send("GET", path, token, "");
  }

  public Answer post(String path, @Nullable String token, String body) {
    return send("POST", path, token, body);
  }

  public Answer send(HttpRequest.Builder request) {
    var answer = exchange(request.build());
    return new Answer(
        answer.statusCode(),
        answer.body().isEmpty() ? MissingNode.getInstance() : Json.tree(answer.body()),
        answer);
  }

  /// What a browser gets that opens an address.
  public HttpResponse<String> fetch(String path) {
    return exchange(HttpRequest.newBuilder(server.uri().resolve(path)).build());
  }

  public HttpResponse<String> exchange(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Answer login(String username, String password) {
    return post(
        "/api/v1/auth/login", null, Json.write(Map.of("username", username, "password", password)));
  }

  /// The token of somebody who signs in.
  public String token(String username, String password) {
    var answer = login(username, password);
    if (answer.status() != 200) {
      throw new AssertionError("not signed in: " + answer.body());
    }
    return answer.text("token");
  }

  /// The token of the administrator, whose password is `a long password` from then on.
  public String admin() {
    var token = token("admin", "admin");
    var body = "{\"current_password\":\"admin\",\"new_password\":\"a long password\"}";
    if (post("/api/v1/auth/change-password", token, body).status() != 200) {
      throw new AssertionError("password not changed");
    }
    return token;
  }

  /// Makes a user whose password is `secure-password`, and gives his id.
  public String user(String admin, String username, String role) {
    var answer =
        post(
            "/api/v1/auth/users",
            admin,
            Json.write(
                Map.of(
                    "username",
                    username,
                    "email",
                    username + "@example.com",
                    "role",
                    role,
                    "password",
                    "secure-password")));
    if (answer.status() != 201) {
      throw new AssertionError("no user: " + answer.body());
    }
    return answer.text("id");
  }

  /// How many events of a type there are.
  public int count(String eventType) {
    return database.read(handle ->
        handle
            .createQuery("SELECT COUNT(*) FROM events WHERE type = :type")
            .bind("type", eventType)
            .mapTo(Integer.class)
            .one());
  }

  private void stop() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    stop();
    client.close();
  }
}
