package io.loom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// What people and programs sign in with is found nowhere afterwards: in no log, file, answer,
/// event, audit record, or crash dump; and neither is what they mistook for it.
@Tag("acceptance")
@Timeout(180)
class SignInCanaryTest {
  private static final Set<String> GIVEN = Set.of(".env");

  private final Canary canary = new Canary();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void whatPeopleSignInWithIsFoundNowhere() throws IOException {
    try (var loom = start()) {
      var admin = signIn(loom);
      var refused = new ArrayList<String>();
      var keys = useKeys(loom, admin);
      refused.addAll(refusals(loom.api(), admin));

      assertThat(refused).isEmpty();
      assertThat(answers(admin)).isEmpty();
      assertThat(canary.filesBelow(loom.folder(), Set.of())).hasSize(GIVEN.size());
      assertThat(canary.filesBelow(loom.folder(), GIVEN)).isEmpty();

      loom.killWithChildren();
      loom.restart();
      assertThat(admin.get("/api/v1/auth/me").path("username").asText()).isEqualTo("admin");
      assertThat(keys.get("/api/v1/auth/me").path("username").asText()).isEqualTo("singer");
      loom.crash();
      try (var files = Files.list(loom.folder())) {
        assertThat(files).anyMatch(file -> file.getFileName().toString().startsWith("hs_err"));
      }
      assertThat(canary.filesBelow(loom.folder(), GIVEN)).isEmpty();
    }
  }

  private Loom start() throws IOException {
    var home = Files.createDirectories(folder.resolve("loom"));
    Files.writeString(
        home.resolve(".env"),
        "OLD_SECRET=%s%nSSO_SECRET=%s%n"
            .formatted(canary.in("a-jwt-secret-that-is-long-enough"), canary.in("sso")));
    return Loom.start(
        home,
        Map.of("LOOM_PASSWORD", canary.in("password")),
        "security: {enable_auth: true, jwt_secret_previous: '${OLD_SECRET}'}",
        "sso: {client_secret: '${SSO_SECRET}'}");
  }

  /// Signs in for the first time, and makes what signs in a secret of its own.
  private Api signIn(Loom loom) {
    var first =
        loom.api().post("/api/v1/auth/login", Map.of("username", "admin", "password", "admin"));
    var admin = as(loom.api(), first);
    admin.post(
        "/api/v1/auth/change-password",
        Map.of("current_password", "admin", "new_password", canary.in("admins-password")));
    admin.post(
        "/api/v1/auth/users",
        Map.of(
            "username", "singer",
            "email", "singer@example.org",
            "role", "user",
            "password", canary.in("first-password")));
    var singer =
        as(
            loom.api(),
            loom.api()
                .post(
                    "/api/v1/auth/login",
                    Map.of("username", "singer", "password", canary.in("first-password"))));
    singer.post(
        "/api/v1/auth/change-password",
        Map.of(
            "old_password", canary.in("first-password"),
            "new_password", canary.in("second-password")));
    return admin;
  }

  private Api as(Api api, JsonNode login) {
    var token = login.path("token").asText();
    canary.learn(token);
    canary.learn(token.substring(token.lastIndexOf('.') + 1));
    return api.with("Authorization", "Bearer " + token);
  }

  /// @return the API as a program asks it with a key
  private Api useKeys(Loom loom, Api admin) {
    var singer =
        as(
            loom.api(),
            loom.api()
                .post(
                    "/api/v1/auth/login",
                    Map.of("username", "singer", "password", canary.in("second-password"))));
    var key =
        singer
            .post(
                "/api/v1/auth/api-keys",
                Map.of("name", "robot", "permissions", List.of("beads:read")))
            .path("key")
            .asText();
    assertThat(key).isNotEmpty();
    // Its beginning is shown on purpose, to tell keys apart.
    canary.learn(key.substring(key.length() / 3));
    var ticket = admin.post("/api/v1/auth/tickets", Map.of()).path("ticket").asText();
    assertThat(ticket).isNotEmpty();
    canary.learn(ticket);
    var device =
        loom.api().post("/api/v1/auth/device/start", Map.of()).path("device_code").asText();
    assertThat(device).isNotEmpty();
    canary.learn(device);
    return loom.api().with("X-API-Key", key);
  }

  /// The refusals that repeat what was sent in vain.
  private List<String> refusals(Api api, Api admin) throws IOException {
    var wrong = canary.in("wrong");
    var found = new ArrayList<String>();
    var login = "{\"username\": \"%s\", \"password\": \"%s\"}";
    for (var answer :
        List.of(
            api.send("POST", "/api/v1/auth/login", login.formatted("singer", wrong)),
            api.send(
                "POST", "/api/v1/auth/login", login.formatted(wrong, "typed in the wrong field")),
            api.send("POST", "/api/v1/auth/login", "{\"username\": [\"" + wrong + "\"]}"),
            api.send("POST", "/api/v1/auth/login?password=" + wrong, "{\"password\": " + wrong),
            api.with("Authorization", "Bearer " + wrong).send("GET", "/api/v1/beads", ""),
            api.with("Authorization", "Basic " + wrong).send("GET", "/api/v1/beads", ""),
            api.with("X-API-Key", wrong).send("GET", "/api/v1/beads", ""),
            api.with("Cookie", "loom_session=" + wrong).send("GET", "/api/v1/beads", ""),
            api.send("GET", "/api/v1/events/stream?ticket=" + wrong, ""),
            api.send("POST", "/api/v1/auth/device/poll", "{\"device_code\": \"" + wrong + "\"}"),
            admin.send(
                "POST",
                "/api/v1/auth/change-password",
                "{\"current_password\": \"%s\", \"new_password\": \"x\"}".formatted(wrong)),
            admin.send(
                "POST",
                "/api/v1/auth/users",
                "{\"username\": \"x\", \"role\": \"none\", \"password\": \"%s\"}".formatted(wrong)),
            api.with("X-Hub-Signature-256", "sha256=" + wrong)
                .send("POST", "/api/v1/webhooks/github", "{}"))) {
      assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
      if (canary.singsIn(answer.text())) {
        found.add(answer.text());
      }
    }
    return found;
  }

  /// The routes that show one to an administrator.
  private List<String> answers(Api admin) throws IOException {
    var found = new ArrayList<String>();
    for (var path :
        List.of(
            "auth/me",
            "auth/users",
            "auth/sessions",
            "auth/api-keys",
            "audit?limit=1000",
            "audit/export",
            "organisations",
            "secrets?scope=project&scope_id=none",
            "system/vault",
            "events?limit=1000")) {
      var answer = admin.send("GET", "/api/v1/" + path, "");
      assertThat(answer.status()).as(path + " " + answer.text()).isIn(200, 404);
      if (canary.singsIn(answer.text())) {
        found.add(path + ": " + answer.text());
      }
    }
    assertThat(admin.send("GET", "/metrics", "").text()).matches(text -> !canary.singsIn(text));
    return found;
  }
}
