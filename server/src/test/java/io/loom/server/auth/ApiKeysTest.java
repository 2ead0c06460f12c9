package io.loom.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.auth.AuthWorld.Answer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// API keys as their makers and their programs see them.
@ParameterizedClass
@EnumSource
@Timeout(120)
class ApiKeysTest {
  private static final String KEYS = "/api/v1/auth/api-keys";
  private static final String PROJECTS = "/api/v1/projects";
  private static final String USERS = "/api/v1/auth/users";
  private static final String EVENTS = "/api/v1/events";

  private final AuthWorld world;
  private final String admin;

  ApiKeysTest(DatabaseKind kind) {
    world = new AuthWorld(kind, AuthWorld.REQUIRED);
    admin = world.admin();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void keyMayWhatWasAskedForAndNoMore() {
    var key = make(admin, "\"projects:read\"").text("key");

    assertThat(use(key, PROJECTS)).isEqualTo(200);
    assertThat(use(key, EVENTS)).isEqualTo(403);
    assertThat(use(key, USERS)).isEqualTo(403);
    assertThat(world.get(PROJECTS, key).status()).isEqualTo(200);
    assertThat(world.get("/api/v1/auth/me", key).text("username")).isEqualTo("admin");
  }

  @Test
  void keyWithoutAnExpiryNeverExpires() {
    var made = make(admin, "\"projects:read\"");

    assertThat(made.body().has("expires_at")).isFalse();
    world.clock.advance(Duration.ofDays(3_000));
    assertThat(use(made.text("key"), PROJECTS)).isEqualTo(200);
  }

  @Test
  void expiredKeyIsRefused() {
    var key =
        world
            .post(
                KEYS,
                admin,
                "{\"name\":\"ci\",\"permissions\":[\"projects:read\"],\"expires_in\":60}")
            .text("key");
    assertThat(use(key, PROJECTS)).isEqualTo(200);

    world.clock.advance(Duration.ofSeconds(60));
    assertThat(use(key, PROJECTS)).isEqualTo(401);
    var listed = world.get(KEYS, admin).body().get(0);
    assertThat(listed.path("is_active").asBoolean()).isFalse();
  }

  @Test
  void revokedKeyIsRefusedAtOnce() {
    var made = make(admin, "\"projects:read\"");
    assertThat(use(made.text("key"), PROJECTS)).isEqualTo(200);

    var path = KEYS + "/" + made.text("id");
    assertThat(world.send("DELETE", path, admin, "").status()).isEqualTo(204);
    assertThat(use(made.text("key"), PROJECTS)).isEqualTo(401);
    assertThat(world.send("DELETE", path, admin, "").status()).isEqualTo(404);
    assertThat(world.count("api_key.revoked")).isEqualTo(1);
  }

  @Test
  void keyWithMoreRightsThanItsMakerIsRefusedByName() {
    world.user(admin, "vera", "viewer");
    var vera = world.token("vera", "secure-password");

    var refused = make(vera, "\"beads:write\",\"beads:read\",\"system:admin\"");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("beads:write, system:admin");
    assertThat(make(vera, "\"*:*\"").status()).isEqualTo(403);
    assertThat(make(vera, "\"beads:*\"").status()).isEqualTo(403);
    assertThat(make(vera, "\"beads:read\"").status()).isEqualTo(201);
  }

  @Test
  void keyLosesWhatItsMakerLoses() {
    var id = world.user(admin, "root", "admin");
    var root = world.token("root", "secure-password");
    var key = make(root, "\"*:*\"").text("key");
    assertThat(use(key, USERS)).isEqualTo(200);

    assertThat(patch(id, "{\"role\":\"viewer\"}")).isEqualTo(200);
    assertThat(use(key, USERS)).isEqualTo(403);
    assertThat(use(key, PROJECTS)).isEqualTo(200);
    assertThat(patch(id, "{\"is_active\":false}")).isEqualTo(200);
    assertThat(use(key, PROJECTS)).isEqualTo(401);
  }

  @Test
  void serviceMayWhatAnAdministratorGaveItsKey() {
    var root = world.user(admin, "root", "admin");
    var token = world.token("root", "secure-password");
    var bot = world.user(admin, "bot", "service");
    var body =
        "{\"name\":\"bot\",\"permissions\":[\"projects:read\"],\"user_id\":\"%s\"}".formatted(bot);
    var key = world.post(KEYS, token, body).text("key");

    assertThat(use(key, PROJECTS)).isEqualTo(200);
    assertThat(use(key, EVENTS)).isEqualTo(403);
    assertThat(world.get("/api/v1/auth/me", key).text("username")).isEqualTo("bot");
    assertThat(world.get(PROJECTS, world.token("bot", "secure-password")).status()).isEqualTo(403);
    assertThat(patch(root, "{\"role\":\"service\"}")).isEqualTo(200);
    assertThat(use(key, PROJECTS)).isEqualTo(403);
  }

  @Test
  void keysForOthersAreMadeByAdministratorsForServicesOnly() {
    var alice = world.user(admin, "alice", "user");
    var bot = world.user(admin, "bot", "service");
    var token = world.token("alice", "secure-password");
    var body = "{\"name\":\"x\",\"permissions\":[\"beads:read\"],\"user_id\":\"%s\"}";

    assertThat(world.post(KEYS, token, body.formatted(bot)).status()).isEqualTo(403);
    assertThat(world.post(KEYS, admin, body.formatted(alice)).status()).isEqualTo(400);
    assertThat(world.post(KEYS, admin, body.formatted("user-nobody")).status()).isEqualTo(400);
  }

  @Test
  void everybodySeesHisOwnKeysAndAdministratorsAll() {
    world.user(admin, "alice", "user");
    var alice = world.token("alice", "secure-password");
    var hers = make(alice, "\"beads:read\"");
    var his = make(admin, "\"beads:read\"");

    var listed = world.get(KEYS, alice).body();
    assertThat(listed.findValuesAsText("id")).containsExactly(hers.text("id"));
    assertThat(listed.get(0).has("key")).isFalse();
    assertThat(hers.text("key")).startsWith(listed.get(0).path("key_prefix").asText());
    assertThat(world.get(KEYS, admin).body()).hasSize(2);
    assertThat(world.send("DELETE", KEYS + "/" + his.text("id"), alice, "").status())
        .isEqualTo(404);
  }

  @Test
  void badRequestIsExplained() {
    assertThat(make(admin, "\"beads:fly\"").text("detail")).contains("beads:fly");
    assertThat(make(admin, "").status()).isEqualTo(400);
    assertThat(make(admin, "null").status()).isEqualTo(400);
    assertThat(
            world
                .post(
                    KEYS,
                    admin,
                    "{\"name\":\"\",\"permissions\":[\"beads:read\"],\"expires_in\":-1}")
                .body()
                .path("errors")
                .findValuesAsText("pointer"))
        .containsExactly("/name", "/expires_in");
  }

  @Test
  void keyCannotMakeKeysOrTouchTheAccount() {
    var key = make(admin, "\"*:*\"").text("key");

    assertThat(make(key, "\"*:*\"").text("error")).isEqualTo("sign-in-required");
    assertThat(world.get("/api/v1/auth/sessions", key).status()).isEqualTo(403);
    assertThat(world.post("/api/v1/auth/refresh", key, "").status()).isEqualTo(403);
    assertThat(world.post("/api/v1/auth/tickets", key, "").status()).isEqualTo(403);
    assertThat(
            world
                .post(
                    "/api/v1/auth/change-password",
                    key,
                    "{\"current_password\":\"a long password\",\"new_password\":\"yet another\"}")
                .status())
        .isEqualTo(403);
    assertThat(use(key, USERS)).isEqualTo(200);
  }

  @Test
  void twoCredentialsAtOnceAreNone() {
    var key = make(admin, "\"*:*\"").text("key");
    var request =
        world.request(PROJECTS).header("X-API-Key", key).header("Authorization", "Bearer " + admin);

    assertThat(world.send(request).status()).isEqualTo(401);
  }

  @Test
  void useOfAKeyIsWrittenDownAtTheLatestWhenTheServerStops() {
    var made = make(admin, "\"projects:read\"");
    assertThat(world.get(KEYS, admin).body().get(0).has("last_used")).isFalse();
    assertThat(use(made.text("key"), PROJECTS)).isEqualTo(200);
    world.restart(AuthWorld.REQUIRED, AuthWorld.SECRETS);

    assertThat(world.get(KEYS, admin).body().get(0).path("last_used").asText())
        .isEqualTo("2026-01-01T12:00:00Z");
  }

  private Answer make(String token, String permissions) {
    return world.post(KEYS, token, "{\"name\":\"ci\",\"permissions\":[%s]}".formatted(permissions));
  }

  private int use(String key, String path) {
    return world.send(world.request(path).header("X-API-Key", key)).status();
  }

  private int patch(String user, String body) {
    return world.send("PATCH", USERS + "/" + user, admin, body).status();
  }
}
