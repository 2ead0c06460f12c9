package io.loom.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Json;
import io.loom.server.auth.AuthWorld;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What requests leave in the trail, over HTTP on both databases.
@ParameterizedClass
@EnumSource
@Timeout(120)
class AuditTrailTest {
  private static final String MEMBERS = "/api/v1/projects/secret-one/members/ada";

  private final AuthWorld world;
  private final String admin;

  AuditTrailTest(DatabaseKind kind) {
    world = new AuthWorld(kind, AuthWorld.REQUIRED);
    admin = world.admin();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void changeIsRecordedOnceWithWhoDidItWithWhatAndFromWhere() {
    var answer =
        world.post(
            "/api/v1/auth/users",
            admin,
            """
            {"username": "ada", "email": "ada@example.com", "role": "user",
             "password": "secure-password"}
            """);

    var record = only("action=user.created&object=" + answer.text("id"));
    assertThat(record.path("actor").asText()).isEqualTo("user:admin");
    assertThat(record.path("actor_id").asText()).isEqualTo("user-admin");
    assertThat(record.path("credential").asText()).startsWith("session:");
    assertThat(record.path("object_kind").asText()).isEqualTo("user");
    assertThat(record.path("outcome").asText()).isEqualTo("allowed");
    assertThat(record.path("address").asText()).isEqualTo("127.0.0.1");
    assertThat(record.path("request_id").asText()).isEqualTo(answer.header("X-Request-Id"));
    assertThat(record.path("method").asText()).isEqualTo("POST");
    assertThat(record.path("route").asText()).isEqualTo("/api/v1/auth/users");
    assertThat(record.path("count").asLong()).isEqualTo(1);
    assertThat(record.path("detail").path("username").asText()).isEqualTo("ada");
    assertThat(record.toString()).doesNotContain("secure-password");
  }

  @Test
  void changeInAProjectNamesIt() {
    project("one");

    var record = only("action=project.created");
    assertThat(record.path("project_id").asText()).isEqualTo("one");
    assertThat(record.path("object_id").asText()).isEqualTo("one");
    assertThat(list("project_id=one")).isNotEmpty();
    assertThat(list("project_id=two")).isEmpty();
  }

  @Test
  void keyIsNamedBesideItsUser() {
    var key =
        world.post(
            "/api/v1/auth/api-keys", admin, "{\"name\": \"ci\", \"permissions\": [\"*:*\"]}");
    var request =
        world
            .request("/api/v1/projects")
            .header("X-API-Key", key.text("key"))
            .method("POST", body("two"));

    assertThat(world.send(request).status()).isEqualTo(201);
    var record = only("action=project.created&object=two");
    assertThat(record.path("actor").asText()).isEqualTo("user:admin");
    assertThat(record.path("credential").asText()).isEqualTo("api_key:" + key.text("id"));
    assertThat(list("")).noneMatch(it -> it.toString().contains(key.text("key")));
  }

  @Test
  void signInIsRecordedUnderTheNameThatSignedIn() {
    world.user(admin, "ada", "user");
    world.token("ada", "secure-password");

    var record = only("action=session.started&actor=user:ada");
    assertThat(record.path("address").asText()).isEqualTo("127.0.0.1");
    assertThat(record.path("route").asText()).isEqualTo("/api/v1/auth/login");
  }

  @Test
  void failedSignInIsRecordedOnce() {
    world.login("admin", "wrong");
    world.login("nobody-knows-him", "wrong");

    var failed = list("action=session.refused");
    assertThat(failed).hasSize(2);
    assertThat(failed.getLast().path("actor").asText()).isEqualTo("nobody");
    assertThat(failed.getLast().path("object_id").asText()).isEqualTo("admin");
    assertThat(failed.getLast().path("outcome").asText()).isEqualTo("refused");
    assertThat(failed).noneMatch(it -> it.toString().contains("nobody-knows-him"));
    settle();
    assertThat(list("action=request.refused")).hasSize(1);
  }

  @Test
  void whatSomebodyMayNotDoIsRecordedAsRefused() {
    world.user(admin, "vera", "viewer");
    var viewer = world.token("vera", "secure-password");
    var answer = world.post("/api/v1/projects", viewer, "{}");

    assertThat(answer.status()).isEqualTo(403);
    var record = awaitOnly("actor=user:vera&outcome=refused");
    assertThat(record.path("action").asText()).isEqualTo("request.refused");
    assertThat(record.path("route").asText()).isEqualTo("/api/v1/projects");
    assertThat(record.path("request_id").asText()).isEqualTo(answer.header("X-Request-Id"));
    assertThat(record.path("detail").path("status").asInt()).isEqualTo(403);
  }

  @Test
  void whatLiesBeyondSomebodysReachIsRecordedWithItsName() {
    project("secret-one");
    world.user(admin, "ada", "user");
    var user = world.token("ada", "secure-password");

    assertThat(world.send("PUT", MEMBERS, user, "{\"role\": \"owner\"}").status()).isEqualTo(404);
    var record = awaitOnly("actor=user:ada&outcome=refused");
    assertThat(record.path("object_kind").asText()).isEqualTo("project");
    assertThat(record.path("object_id").asText()).isEqualTo("secret-one");
    assertThat(record.path("detail").path("status").asInt()).isEqualTo(404);
  }

  @Test
  void whoIsNotSignedInIsRecordedAsNobody() {
    assertThat(world.post("/api/v1/projects", null, "{}").status()).isEqualTo(401);
    assertThat(world.get("/api/v1/projects", null).status()).isEqualTo(401);

    var record = awaitOnly("actor=nobody&action=request.refused");
    assertThat(record.path("method").asText()).isEqualTo("POST");
    assertThat(record.path("count").asLong()).isEqualTo(1);
  }

  @Test
  void floodOfRefusalsIsCountedInFewRecords() {
    world.user(admin, "vera", "viewer");
    var viewer = world.token("vera", "secure-password");
    for (int i = 0; i < 300; i++) {
      assertThat(world.get("/api/v1/audit", viewer).status()).isEqualTo(403);
    }

    // Until now the clock stood still: all of it was one minute.
    world.clock.advance(Duration.ofMinutes(1));
    Awaitility.await()
        .until(() -> refusals().stream().mapToLong(it -> it.path("count").asLong()).sum() == 300);
    assertThat(refusals()).hasSizeLessThanOrEqualTo(61);
  }

  private List<JsonNode> refusals() {
    return list("action=request.refused");
  }

  @Test
  void onlyWhoMayReadTheTrailSeesIt() {
    world.user(admin, "vera", "viewer");
    world.user(admin, "ada", "user");
    for (var name : List.of("vera", "ada")) {
      var token = world.token(name, "secure-password");
      for (var path : List.of("", "/export", "/verify")) {
        assertThat(world.get("/api/v1/audit" + path, token).status()).isEqualTo(403);
      }
    }
    assertThat(world.get("/api/v1/audit", null).status()).isEqualTo(401);
  }

  @Test
  void listComesInPages() {
    for (int i = 0; i < 5; i++) {
      project("p" + i);
    }

    var all = list("action=project.created");
    assertThat(all).hasSize(5);
    assertThat(all.getFirst().path("object_id").asText()).isEqualTo("p4");
    var first = world.get("/api/v1/audit?action=project.*&limit=2", admin);
    assertThat(first.body()).hasSize(2);
    var next = first.header("Link").replaceFirst("^<(.*)>; rel=\"next\"$", "$1");
    var second = world.get(next, admin);
    assertThat(second.body().path(0).path("object_id").asText()).isEqualTo("p2");
    assertThat(world.get("/api/v1/audit?cursor=x", admin).status()).isEqualTo(400);
    assertThat(world.get("/api/v1/audit?from=yesterday", admin).status()).isEqualTo(400);
    assertThat(list("to=2026-01-01T11:00:00Z")).isEmpty();
    assertThat(list("from=2026-01-01T13:00:00%2B01:00")).isNotEmpty();
  }

  @Test
  void exportHasEveryRecord() throws Exception {
    project("one");

    var lines = text("/api/v1/audit/export?action=project.*");
    assertThat(lines).hasSize(1);
    assertThat(Json.tree(lines.getFirst()).path("action").asText()).isEqualTo("project.created");
    var csv = text("/api/v1/audit/export?format=csv&action=project.created");
    assertThat(csv).hasSize(2);
    assertThat(csv.getFirst()).startsWith("n,id,timestamp,actor,");
    assertThat(csv.getLast()).contains("\"user:admin\",\"user-admin\"");
    assertThat(world.get("/api/v1/audit/export?format=xls", admin).status()).isEqualTo(400);
  }

  private List<String> text(String path) throws Exception {
    var request = world.request(path).header("Authorization", "Bearer " + admin).GET().build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofLines()).body().toList();
    }
  }

  @Test
  void runningServerChecksItsTrail() {
    project("one");

    var answer = world.get("/api/v1/audit/verify", admin);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("ok").asBoolean()).isTrue();
    Awaitility.await()
        .until(() ->
            world.get("/api/v1/audit/verify", admin).body().path("last").asInt()
                == list("").size());
  }

  private void project(String id) {
    var request =
        world
            .request("/api/v1/projects")
            .header("Authorization", "Bearer " + admin)
            .method("POST", body(id));
    assertThat(world.send(request).status()).isEqualTo(201);
  }

  private static HttpRequest.BodyPublisher body(String project) {
    return HttpRequest.BodyPublishers.ofString(
        """
        {"id": "%s", "name": "P", "git_repo": "https://example.com/r.git", "branch": "main"}
        """
            .formatted(project));
  }

  private List<JsonNode> list(String query) {
    var body = world.get("/api/v1/audit?" + query, admin).body();
    return StreamSupport.stream(body.spliterator(), false).toList();
  }

  private JsonNode only(String query) {
    var found = list(query);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private JsonNode awaitOnly(String query) {
    Awaitility.await().until(() -> !list(query).isEmpty());
    return only(query);
  }

  /// Waits until what was refused before is written, by something refused after it.
  private void settle() {
    world.clock.advance(Duration.ofMinutes(1));
    assertThat(world.send("DELETE", "/api/v1/projects/settled", "forged", "").status())
        .isEqualTo(401);
    Awaitility.await().until(() -> !list("object=settled").isEmpty());
  }
}
