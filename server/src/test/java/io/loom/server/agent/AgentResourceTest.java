package io.loom.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Json;
import io.loom.server.MutableClock;
import io.loom.server.RestServer;
import io.loom.server.event.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentResourceTest {
  private final Database database = DatabaseKind.SQLITE.fresh("db/server");
  private final Path folder;
  private final AgentFeature feature;
  private final RestServer server;

  AgentResourceTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    var clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
    var ids = new Ids(clock);
    Files.writeString(
        Files.createDirectories(folder.resolve("default/coder")).resolve("SKILL.md"),
        """
        ---
        name: coder
        description: Writes code
        colour: teal
        metadata:
          role: engineering-manager
          author: ada
        ---
        Write code.
        """);
    var events = new EventLog(clock, ids, database.dialect());
    feature = AgentFeature.create(folder, database, events, clock, ids);
    server = RestServer.of(feature.resource(), feature.personaResource());
    database.change(handle ->
        handle.execute(
            """
            INSERT INTO projects (id, name, git_repo, branch, beads_path, bead_prefix,
              git_auth_method, git_strategy, status, is_perpetual, is_sticky, context, ready,
              readiness, created_ms, updated_ms)
            VALUES ('demo', 'Demo', '/r', 'main', '.beads', 'demo', 'none', 'direct', 'open', 0, 0,
              '{}', 1, '[]', 0, 0)
            """));
  }

  @AfterEach
  void close() {
    server.close();
    database.close();
  }

  @Test
  void agentIsCreatedShownChangedAndRemoved() {
    var created =
        server.post(
            "/api/v1/agents",
            "{\"name\":\"Bob\",\"persona_name\":\"coder\",\"project_id\":\"demo\",\"x\":1}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("name")).isEqualTo("Bob");
    assertThat(created.text("role")).isEqualTo("engineering-manager");
    assertThat(created.text("persona_name")).isEqualTo("default/coder");
    assertThat(created.text("status")).isEqualTo("idle");
    assertThat(created.text("started_at")).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(created.body().at("/persona/mission").asText()).isEqualTo("Write code.");
    var path = "/api/v1/agents/" + created.text("id");

    assertThat(server.get(path).body()).isEqualTo(created.body());
    assertThat(server.get("/api/v1/agents").body()).hasSize(1);
    assertThat(server.get("/api/v1/agents?project_id=other").body()).isEmpty();

    var changed = server.put(path, "{\"name\":\"Robert\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("name")).isEqualTo("Robert");

    assertThat(server.delete(path).status()).isEqualTo(204);
    assertThat(server.get(path).status()).isEqualTo(404);
    assertThat(server.delete(path).text("error")).isEqualTo("agent-not-found");
  }

  @Test
  void badRequestsForAgentsNameTheField() {
    var empty = server.post("/api/v1/agents", "{}");
    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.body().path("errors"))
        .extracting(error -> error.path("pointer").asText())
        .containsExactly("/persona_name", "/project_id");

    var persona =
        server.post("/api/v1/agents", "{\"persona_name\":\"nobody\",\"project_id\":\"demo\"}");
    assertThat(persona.status()).isEqualTo(400);
    assertThat(persona.text("message")).contains("default/nobody");
    var project =
        server.post("/api/v1/agents", "{\"persona_name\":\"coder\",\"project_id\":\"none\"}");
    assertThat(project.status()).isEqualTo(400);
    assertThat(project.text("message")).contains("none");

    var longName =
        Json.write(Map.of("name", "x".repeat(201), "persona_name", "coder", "project_id", "demo"));
    assertThat(server.post("/api/v1/agents", longName).text("message")).contains("200");
    assertThat(server.post("/api/v1/agents", "null").status()).isEqualTo(400);
    assertThat(server.post("/api/v1/agents", "").status()).isEqualTo(400);
    assertThat(server.post("/api/v1/agents", "{").status()).isEqualTo(400);
    assertThat(server.post("/api/v1/agents", "{\"name\":{}}").status()).isEqualTo(400);
    assertThat(server.put("/api/v1/agents/agent-x", "{\"name\":\"X\"}").status()).isEqualTo(404);
    assertThat(server.put("/api/v1/agents/agent-x", "{\"persona\":{}}").status()).isEqualTo(400);
  }

  @Test
  void agentAtWorkIsNotRemoved() {
    var created =
        server.post("/api/v1/agents", "{\"persona_name\":\"coder\",\"project_id\":\"demo\"}");
    database.change(handle -> feature.service().startWork(handle, created.text("id"), "demo-1"));

    var refused = server.delete("/api/v1/agents/" + created.text("id"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("current_bead")).isEqualTo("demo-1");
  }

  @Test
  void agentWhosePersonaIsGoneIsStillShown() throws IOException {
    server.post("/api/v1/agents", "{\"persona_name\":\"coder\",\"project_id\":\"demo\"}");
    Files.delete(folder.resolve("default/coder/SKILL.md"));

    var list = server.get("/api/v1/agents");
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.body().at("/0/persona").isMissingNode()).isTrue();
  }

  @Test
  void personasAreListedAndFound() {
    var list = server.get("/api/v1/personas");
    assertThat(list.body()).hasSize(1);
    assertThat(list.body().at("/0/name").asText()).isEqualTo("default/coder");
    assertThat(server.get("/api/v1/personas/default/coder").body()).isEqualTo(list.body().get(0));
    assertThat(server.get("/api/v1/personas/coder").body()).isEqualTo(list.body().get(0));
    assertThat(server.get("/api/v1/personas/default/nobody").status()).isEqualTo(404);
    assertThat(server.get("/api/v1/personas/..%2F..%2Fetc/passwd").status()).isNotEqualTo(200);
  }

  @Test
  void changedPersonaKeepsWhatIsNotMentioned() throws IOException {
    var changed =
        server.put(
            "/api/v1/personas/default/coder",
            "{\"mission\":\"Write less.\",\"autonomy_level\":\"full\",\"focus_areas\":[\"java\"]}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("mission")).isEqualTo("Write less.");
    assertThat(changed.text("autonomy_level")).isEqualTo("full");
    assertThat(changed.text("description")).isEqualTo("Writes code");
    assertThat(changed.body().at("/metadata/author").asText()).isEqualTo("ada");
    assertThat(Files.readString(folder.resolve("default/coder/SKILL.md")))
        .startsWith("---\nname: coder\n")
        .contains("colour: teal", "Write less.");
  }

  @Test
  void newPersonaIsMadeFromAWholeFile() {
    var text = "---\nname: poet\ndescription: Writes verse\n---\nRhyme.\n";
    var made = server.put("/api/v1/personas/custom/poet", Json.write(Map.of("content", text)));
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.text("name")).isEqualTo("custom/poet");
    assertThat(folder.resolve("custom/poet/SKILL.md")).hasContent(text);
  }

  @Test
  void personaThatCouldNotBeReadBackIsRefused() {
    assertThat(
            server.put("/api/v1/personas/custom/poet", "{\"mission\":\"Rhyme.\"}").text("message"))
        .contains("description is missing");
    assertThat(server.put("/api/v1/personas/custom/Poet", "{}").status()).isEqualTo(400);
    assertThat(server.put("/api/v1/personas/.git/poet", "{}").status()).isEqualTo(400);
    assertThat(
            server.put("/api/v1/personas/default/coder", "{\"autonomy_level\":\"total\"}").status())
        .isEqualTo(400);
    assertThat(folder.resolve("custom")).doesNotExist();
  }

  @Test
  void cloneHasAPersonaOfItsOwnAndReplacesTheOther() throws IOException {
    var made =
        server.post("/api/v1/agents", "{\"persona_name\":\"coder\",\"project_id\":\"demo\"}");
    var path = "/api/v1/agents/" + made.text("id");

    var clone =
        server.post(path + "/clone", "{\"new_persona_name\":\"poet\",\"new_agent_name\":\"Ada\"}");
    assertThat(clone.status()).isEqualTo(201);
    assertThat(clone.text("name")).isEqualTo("Ada");
    assertThat(clone.text("persona_name")).isEqualTo("projects/demo/engineering-manager/poet");
    assertThat(clone.body().at("/persona/mission").asText()).isEqualTo("Write code.");
    assertThat(clone.text("role")).isEqualTo("engineering-manager");
    assertThat(server.get(path).status()).isEqualTo(404);
    assertThat(folder.resolve("projects/demo/engineering-manager/poet/SKILL.md"))
        .content()
        .contains("name: poet", "colour: teal");

    var own = "/api/v1/personas/projects/demo/engineering-manager/poet";
    assertThat(server.put(own, "{\"tone\":\"calm\"}").text("tone")).isEqualTo("calm");
    assertThat(server.get("/api/v1/personas").body()).hasSize(2);
    assertThat(server.get(own + "x").status()).isEqualTo(404);
    assertThat(server.put(own + "x", "{}").status()).isEqualTo(404);
  }

  @Test
  void cloneMayStandBesideTheOther() {
    var made =
        server.post("/api/v1/agents", "{\"persona_name\":\"coder\",\"project_id\":\"demo\"}");
    var path = "/api/v1/agents/" + made.text("id") + "/clone";
    var beside = "{\"new_persona_name\":\"poet\",\"replace\":false,\"source_persona\":\"%s\"}";

    assertThat(server.post(path, beside.formatted("coder")).status()).isEqualTo(201);
    assertThat(server.post(path, beside.formatted("")).status()).isEqualTo(201);
    assertThat(server.get("/api/v1/agents").body()).hasSize(3);

    server.put(
        "/api/v1/personas/projects/demo/engineering-manager/poet", "{\"mission\":\"Rhyme.\"}");
    assertThat(server.post(path, beside.formatted("")).text("error")).isEqualTo("persona-exists");
    assertThat(server.post(path, beside.formatted("none")).status()).isEqualTo(400);
    for (var name : new String[] {"", "..", "a/b", "A", "-x"}) {
      var wrong = "{\"new_persona_name\":\"%s\"}".formatted(name);
      assertThat(server.post(path, wrong).status()).as(name).isEqualTo(400);
    }
    assertThat(server.post(path, "null").status()).isEqualTo(400);
    assertThat(
            server.post("/api/v1/agents/agent-none/clone", "{\"new_persona_name\":\"a\"}").status())
        .isEqualTo(404);
  }

  @Test
  void agentAtWorkIsNotReplaced() {
    var made =
        server.post("/api/v1/agents", "{\"persona_name\":\"coder\",\"project_id\":\"demo\"}");
    database.change(handle -> feature.service().startWork(handle, made.text("id"), "demo-1"));
    var path = "/api/v1/agents/" + made.text("id") + "/clone";

    assertThat(server.post(path, "{\"new_persona_name\":\"poet\"}").text("error"))
        .isEqualTo("agent-busy");
    assertThat(server.get("/api/v1/agents").body()).hasSize(1);
  }
}
