package io.loom.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Secret;
import io.loom.ground.database.DatabaseKind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Signing in as a client sees it, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(120)
class SignInTest {
  private static final String ME = "/api/v1/auth/me";
  private static final String CHANGE = "/api/v1/auth/change-password";
  private static final String USERS = "/api/v1/auth/users";

  private final AuthWorld world;

  SignInTest(DatabaseKind kind) {
    world = new AuthWorld(kind, AuthWorld.REQUIRED);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /// The admin guide's own requests, in its own words.
  @Test
  void sessionOfTheGuideWorksAndHoldsAfterARestart() {
    var token =
        world
            .post("/api/v1/auth/login", null, "{\"username\":\"admin\",\"password\":\"admin\"}")
            .text("token");
    var changed =
        world.post(
            CHANGE,
            token,
            "{\"current_password\":\"admin\",\"new_password\":\"YOUR_STRONG_PASSWORD\"}");
    assertThat(changed.status()).isEqualTo(200);
    var alice =
        world.post(
            USERS,
            token,
            """
            {
                "username": "alice",
                "email": "alice@example.com",
                "role": "user",
                "password": "secure-password"
              }
            """);
    assertThat(alice.status()).isEqualTo(201);
    assertThat(alice.text("email")).isEqualTo("alice@example.com");
    assertThat(alice.body().path("is_active").asBoolean()).isTrue();
    var key =
        world.post(
            "/api/v1/auth/api-keys",
            token,
            """
            {
                "name": "ci-bot",
                "permissions": ["beads:read", "projects:read"],
                "expires_in": 86400
              }
            """);
    assertThat(key.status()).isEqualTo(201);
    assertThat(key.text("expires_at")).isEqualTo("2026-01-02T12:00:00Z");
    assertThat(withKey(key.text("key"))).isEqualTo(200);

    world.restart(AuthWorld.REQUIRED, AuthWorld.SECRETS);

    assertThat(world.get(ME, token).text("username")).isEqualTo("admin");
    assertThat(world.login("admin", "admin").status()).isEqualTo(401);
    assertThat(world.login("admin", "YOUR_STRONG_PASSWORD").status()).isEqualTo(200);
    assertThat(world.login("alice", "secure-password").status()).isEqualTo(200);
    assertThat(withKey(key.text("key"))).isEqualTo(200);
  }

  private int withKey(String key) {
    return world.send(world.request("/api/v1/projects").header("X-API-Key", key)).status();
  }

  @Test
  void answerToASignInIsThatOfTheReference() {
    var answer = world.login("admin", "admin");

    assertThat(answer.body().path("expires_in").asLong()).isEqualTo(86_400);
    assertThat(answer.body().path("user").path("id").asText()).isEqualTo("user-admin");
    assertThat(answer.body().path("user").path("email").asText()).isEqualTo("admin@loom.local");
    assertThat(answer.body().path("user").path("role").asText()).isEqualTo("admin");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(world.count("session.started")).isEqualTo(1);
  }

  @Test
  void firstPasswordAllowsNothingButItsChange() {
    var token = world.token("admin", "admin");
    var other = world.token("admin", "admin");

    var refused = world.get("/api/v1/projects", token);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("error")).isEqualTo("password-change-required");
    assertThat(world.get(ME, token).body().path("must_change_password").asBoolean()).isTrue();

    var body = "{\"old_password\":\"admin\",\"new_password\":\"a long password\"}";
    assertThat(world.post(CHANGE, token, body).status()).isEqualTo(200);
    assertThat(world.get("/api/v1/projects", token).status()).isEqualTo(200);
    assertThat(world.get(ME, other).status()).isEqualTo(401);
  }

  @Test
  void withoutSignInNothingIsHeldBackAndAValidTokenCounts() {
    world.restart(new AuthConfig(false, false, null), AuthWorld.SECRETS);

    assertThat(world.get(ME, null).text("id")).isEqualTo("user-admin");
    var token = world.token("admin", "admin");
    assertThat(world.get("/api/v1/projects", token).status()).isEqualTo(200);
    assertThat(world.user(token, "vera", "viewer")).startsWith("user-");
    var viewer = world.token("vera", "secure-password");
    assertThat(world.get(ME, viewer).text("username")).isEqualTo("vera");
    assertThat(world.get(USERS, viewer).status()).isEqualTo(403);
    assertThat(world.get(USERS, "no token").status()).isEqualTo(200);
  }

  @Test
  void operatorSignsInWithTheVaultsPasswordUntilThereIsAnother() {
    var config = new AuthConfig(true, false, new Secret("of the vault"));
    world.restart(config, AuthWorld.SECRETS);

    var token = world.token("admin", "of the vault");
    var body = "{\"current_password\":\"of the vault\",\"new_password\":\"a long password\"}";
    assertThat(world.post(CHANGE, token, body).status()).isEqualTo(200);
    assertThat(world.login("admin", "of the vault").status()).isEqualTo(401);
    assertThat(world.login("admin", "a long password").status()).isEqualTo(200);
  }

  @Test
  void firstPasswordIsOfNoUseThroughAProxy() {
    var request =
        world
            .request("/api/v1/auth/login")
            .header("X-Forwarded-For", "192.0.2.7")
            .POST(
                java.net.http.HttpRequest.BodyPublishers.ofString(
                    "{\"username\":\"admin\",\"password\":\"admin\"}"));

    assertThat(world.send(request).status()).isEqualTo(401);
  }

  @Test
  void unknownUserAndWrongPasswordCostAndHearTheSame() {
    world.admin();
    long before = world.users.passwords().made();
    var unknown = world.login("nobody", "some password");
    long between = world.users.passwords().made();
    var wrong = world.login("admin", "some password");

    assertThat(unknown.status()).isEqualTo(401);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.text("detail")).isEqualTo(wrong.text("detail"));
    assertThat(between - before).isEqualTo(1);
    assertThat(world.users.passwords().made() - between).isEqualTo(1);
    assertThat(world.count("session.refused")).isEqualTo(2);
  }

  @Test
  void guessingWaitsLongerEachTimeAndPassesWithTime() {
    world.admin();
    for (int i = 0; i < 5; i++) {
      assertThat(world.login("admin", "guess " + i).status()).isEqualTo(401);
    }

    var refused = world.login("admin", "a long password");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.text("error")).isEqualTo("sign-in-too-often");
    world.clock.advance(Duration.ofSeconds(1));
    assertThat(world.login("admin", "one more guess").status()).isEqualTo(401);
    assertThat(world.login("admin", "a long password").header("Retry-After")).isEqualTo("2");
    world.clock.advance(Duration.ofSeconds(2));
    assertThat(world.login("admin", "a long password").status()).isEqualTo(200);
  }

  @Test
  void sessionEndsAtOnceAndStaysEnded() {
    world.admin();
    var token = world.token("admin", "a long password");
    assertThat(world.post("/api/v1/auth/logout", token, "").status()).isEqualTo(204);

    assertThat(world.get(ME, token).status()).isEqualTo(401);
    world.restart(AuthWorld.REQUIRED, AuthWorld.SECRETS);
    assertThat(world.get(ME, token).status()).isEqualTo(401);
  }

  @Test
  void refreshProlongsTheSameSession() {
    var token = world.admin();
    world.clock.advance(Duration.ofHours(23));
    var fresh = world.post("/api/v1/auth/refresh", token, "");
    assertThat(fresh.body().path("expires_in").asLong()).isEqualTo(86_400);

    world.clock.advance(Duration.ofHours(2));
    assertThat(world.get(ME, token).status()).isEqualTo(401);
    assertThat(world.get(ME, fresh.text("token")).status()).isEqualTo(200);
    assertThat(world.post("/api/v1/auth/refresh", null, "").status()).isEqualTo(401);
  }

  @Test
  void sessionsAreListedAndRevoked() {
    var admin = world.admin();
    world.user(admin, "alice", "user");
    var first = world.token("alice", "secure-password");
    var second = world.token("alice", "secure-password");

    var listed = world.get("/api/v1/auth/sessions", first).body();
    assertThat(listed).hasSize(2);
    var other = listed.get(0).path("current").asBoolean() ? listed.get(1) : listed.get(0);
    var path = "/api/v1/auth/sessions/" + other.path("id").asText();
    assertThat(world.send("DELETE", path, first, "").status()).isEqualTo(204);
    assertThat(world.get(ME, second).status()).isEqualTo(401);
    assertThat(world.get(ME, first).status()).isEqualTo(200);

    var ofAdmin = world.get("/api/v1/auth/sessions", admin).body().get(0).path("id").asText();
    assertThat(world.send("DELETE", "/api/v1/auth/sessions/" + ofAdmin, first, "").status())
        .isEqualTo(404);
  }

  @Test
  void whatClientsSayAboutThemselvesCountsForNothing() {
    var admin = world.admin();
    world.user(admin, "vera", "viewer");
    var viewer = world.token("vera", "secure-password");
    var request =
        world
            .request(USERS)
            .header("X-User-ID", "user-admin")
            .header("X-Username", "admin")
            .header("X-Role", "admin");

    assertThat(world.send(request.copy()).status()).isEqualTo(401);
    assertThat(world.send(request.header("Authorization", "Bearer " + viewer)).status())
        .isEqualTo(403);
  }

  @Test
  void everyRefusalToSomebodyUnknownIsTheSame() {
    var bodies = new java.util.HashSet<String>();
    for (var header : java.util.List.of("Bearer", "Bearer a b", "Basic YWRtaW46YWRtaW4=", "x")) {
      var answer = world.send(world.request(USERS).header("Authorization", header));
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
      bodies.add(answer.text("detail"));
    }
    bodies.add(world.get(USERS, null).text("detail"));
    bodies.add(world.get(USERS, "x".repeat(5_000)).text("detail"));
    bodies.add(world.get(USERS, "loom_nokey").text("detail"));
    assertThat(bodies).hasSize(1);
  }
}
