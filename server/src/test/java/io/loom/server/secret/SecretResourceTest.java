package io.loom.server.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.server.RestServer;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretResourceTest {
  private static final String ALL = "/api/v1/secrets";
  private static final String TOKEN = ALL + "/project/demo/NPM_TOKEN";
  private static final String CREATE =
      """
      {"scope": "project", "scope_id": "demo", "name": "NPM_TOKEN", "value": "sk-canary-1",
       "description": "for npm"}
      """;

  private final SecretWorld world;
  private final RestServer server;
  private volatile Caller caller = SecretWorld.ADA;

  SecretResourceTest(@TempDir Path folder) {
    world = new SecretWorld(DatabaseKind.SQLITE, folder);
    server = RestServer.of(_ -> caller, world.feature.resource());
  }

  @AfterEach
  void close() {
    server.close();
    world.close();
  }

  @Test
  void valueGoesInAndComesOutOfOneRouteOnly() {
    var created = server.post(ALL, CREATE);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("scope")).isEqualTo("project");
    assertThat(created.text("scope_id")).isEqualTo("demo");
    assertThat(created.body().path("current_version").asInt()).isEqualTo(1);
    assertThat(server.get(TOKEN).body()).isEqualTo(created.body());

    var updated = server.put(TOKEN, "{\"value\": \"sk-canary-2\"}");
    assertThat(updated.body().path("current_version").asInt()).isEqualTo(2);
    assertThat(server.get(ALL).body()).containsExactly(updated.body());
    assertThat(server.get(ALL + "?scope=project&scope_id=demo").body()).hasSize(1);
    var versions = server.get(TOKEN + "/versions");
    assertThat(versions.body()).hasSize(2);
    assertThat(created.body() + "" + updated.body() + server.get(ALL).body() + versions.body())
        .doesNotContain("canary");

    assertThat(server.post(TOKEN + "/reveal", "").text("value")).isEqualTo("sk-canary-2");
    assertThat(server.post(TOKEN + "/reveal?version=1", "").text("value")).isEqualTo("sk-canary-1");
    assertThat(server.delete(TOKEN).status()).isEqualTo(204);
    assertThat(server.get(TOKEN).text("error")).isEqualTo("secret-not-found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/scope | {'scope': 'canary', 'scope_id': 'demo', 'name': 'A', 'value': 'x'}",
        "/scope_id | {'scope': 'project', 'scope_id': 'canary/x', 'name': 'A', 'value': 'x'}",
        "/name | {'scope': 'project', 'scope_id': 'demo', 'name': 'canary', 'value': 'x'}",
        "/name | {'scope': 'project', 'scope_id': 'demo', 'name': '', 'value': 'canary'}",
        "/value | {'scope': 'project', 'scope_id': 'demo', 'name': 'A', 'value': ''}",
        "/value | {'scope': 'project', 'scope_id': 'demo', 'name': 'A', 'value': 'canary\\u0000'}",
        "/value | {'scope': 'project', 'scope_id': 'demo', 'name': 'A', 'value': ['canary']}",
        "/value | {'scope': 'project', 'scope_id': 'demo', 'name': 'A', 'value': {'x': 'canary'}}"
      })
  void badFieldIsNamedAndNeverRepeated(String pointer, String body) {
    var refused = server.post(ALL, body.replace('\'', '"'));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().at("/errors/0/pointer").asText()).startsWith(pointer);
    assertThat(refused.body().toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary",
        "\"canary\"",
        "[\"canary\"]",
        "{\"value\": canary",
        "{\"value\": \"canary",
        "{\"value\": \"canary\" \"x\"}",
        "{\"value\": \"canary\"} canary",
        ""
      })
  void bodyThatIsNoObjectIsNotRepeated(String body) {
    var refused = server.post(ALL, body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().toString()).doesNotContain("canary");
  }

  @Test
  void largestValueIs64KiB() {
    server.post(ALL, CREATE);

    assertThat(server.put(TOKEN, "{\"value\": \"" + "x".repeat(65_536) + "\"}").status())
        .isEqualTo(200);
    assertThat(server.put(TOKEN, "{\"value\": \"" + "ü".repeat(32_769) + "\"}").status())
        .isEqualTo(400);
  }

  @Test
  void changeSaysWhatItChanges() {
    server.post(ALL, CREATE);

    assertThat(server.put(TOKEN, "{}").status()).isEqualTo(400);
    assertThat(server.put(TOKEN, "{\"name\": \"B\", \"value\": \"x\"}").status()).isEqualTo(400);
    assertThat(server.post(ALL, CREATE).text("error")).isEqualTo("secret-exists");
    assertThat(server.post(TOKEN + "/reveal?version=x", "").status()).isEqualTo(400);
    assertThat(server.post(TOKEN + "/reveal?version=9", "").status()).isEqualTo(404);
  }

  @Test
  void strangerCannotTellAProjectFromNone() {
    var other = server.get(ALL + "/project/other/A");
    var none = server.get(ALL + "/project/none/A");

    assertThat(other.status()).isEqualTo(404);
    assertThat(other.text("error")).isEqualTo("secret-scope-not-found");
    assertThat(other.text("detail")).isEqualTo(none.text("detail"));
  }

  @Test
  void eachRouteAsksForItsPermission() {
    server.post(ALL, CREATE);
    caller = may("beads:read");
    assertThat(server.get(ALL).status()).isEqualTo(403);
    assertThat(server.get(TOKEN).status()).isEqualTo(403);
    assertThat(server.get(TOKEN + "/versions").status()).isEqualTo(403);
    assertThat(server.post(TOKEN + "/reveal", "").status()).isEqualTo(403);

    caller = may("secrets:read");
    assertThat(server.get(TOKEN).status()).isEqualTo(200);
    assertThat(server.post(ALL, CREATE).status()).isEqualTo(403);
    assertThat(server.put(TOKEN, "{\"value\": \"x\"}").status()).isEqualTo(403);
    assertThat(server.delete(TOKEN).status()).isEqualTo(403);
  }

  private static Caller may(String permission) {
    return new Caller("ada", "ada", Set.of(permission), SecretWorld.ADA.reach());
  }

  @Test
  void valueThatDoesNotOpenIsAProblemOfTheServer() {
    server.post(ALL, CREATE);
    world.execute("UPDATE secret_versions SET sealed = 'AQ=='");

    var refused = server.post(TOKEN + "/reveal", "");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("detail")).contains("NPM_TOKEN").contains(".keys.json");
  }
}
