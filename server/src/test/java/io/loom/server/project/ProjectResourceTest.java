package io.loom.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import io.loom.server.RestServer;
import io.loom.server.RestServer.Answer;
import io.loom.server.agent.AgentFeature;
import io.loom.server.event.EventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectResourceTest {
  private static final String DEMO = "/api/v1/projects/demo";

  private final Database database = DatabaseKind.SQLITE.fresh("db/server");
  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final FakeProjectWork work = new FakeProjectWork();
  private final AgentFeature agents;
  private final ProjectFeature feature;
  private final RestServer server;

  ProjectResourceTest(@TempDir Path folder) {
    var ids = new Ids(clock);
    var events = new EventLog(clock, ids, database.dialect());
    agents = AgentFeature.create(folder, database, events, clock, ids);
    feature =
        ProjectFeature.create(database, agents.service(), work, events, clock, ids, List.of("qa"));

    server = RestServer.of(feature.resource());
  }

  @AfterEach
  void close() {
    server.close();
    database.close();
  }

  @Test
  void projectIsCreatedShownAndListed() {
    var created =
        post(
            "/api/v1/projects",
            """
            {"id": "demo", "name": "Demo", "git_repo": "git@example.org:o/demo.git",
             "branch": "main", "is_sticky": true, "is_perpetual": false, "surprise": 1,
             "context": {"build_command": "make"}}
            """);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("id")).isEqualTo("demo");
    assertThat(created.text("git_repo")).isEqualTo("git@example.org:o/demo.git");
    assertThat(created.text("git_auth_method")).isEqualTo("ssh");
    assertThat(created.text("git_strategy")).isEqualTo("direct");
    assertThat(created.text("beads_path")).isEqualTo(".beads");
    assertThat(created.text("bead_prefix")).isEqualTo("demo");
    assertThat(created.text("status")).isEqualTo("open");
    assertThat(created.text("created_at")).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(created.body().path("is_sticky").asBoolean()).isTrue();
    assertThat(created.body().at("/context/build_command").asText()).isEqualTo("make");
    assertThat(created.body().path("agents")).hasSize(1);
    assertThat(created.body().path("comments")).isEmpty();

    assertThat(server.get(DEMO).body()).isEqualTo(created.body());
    assertThat(server.get("/api/v1/projects").body()).hasSize(1);
    assertThat(server.get("/api/v1/projects/none").text("error")).isEqualTo("project-not-found");
  }

  @Test
  void badRequestsNameEveryField() {
    var empty = post("/api/v1/projects", "{}");
    assertThat(empty.status()).isEqualTo(400);
    assertThat(pointers(empty)).containsExactly("/name", "/git_repo", "/branch");

    var bad =
        post(
            "/api/v1/projects",
            """
            {"id": "../etc", "name": "X", "git_repo": "ext::sh", "branch": "-f",
             "beads_path": "../x", "bead_prefix": "A B", "git_auth_method": "magic",
             "git_strategy": "force"}
            """);
    assertThat(pointers(bad))
        .containsExactlyInAnyOrder(
            "/id",
            "/git_repo",
            "/branch",
            "/beads_path",
            "/bead_prefix",
            "/git_auth_method",
            "/git_strategy");
    assertThat(
            pointers(
                post(
                    "/api/v1/projects",
                    "{\"name\":\"X\",\"git_repo\":\"/r\",\"branch\":\"m\",\"context\":{\"a\":null}}")))
        .containsExactly("/context");
    assertThat(
            pointers(
                post(
                    "/api/v1/projects", "{\"name\":\"***\",\"git_repo\":\"/r\",\"branch\":\"m\"}")))
        .containsExactly("/id");
    assertThat(post("/api/v1/projects", "null").status()).isEqualTo(400);
    assertThat(post("/api/v1/projects", "[]").status()).isEqualTo(400);
    assertThat(post("/api/v1/projects", "{\"is_sticky\":\"perhaps\"}").status()).isEqualTo(400);
    assertThat(server.get("/api/v1/projects").body()).isEmpty();
  }

  @Test
  void secondProjectWithTheIdIsRefused() {
    givenDemo();

    var refused =
        post("/api/v1/projects", "{\"name\":\"demo\",\"git_repo\":\"/r\",\"branch\":\"main\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("error")).isEqualTo("project-exists");
  }

  @Test
  void putChangesWhatIsGiven() {
    givenDemo();

    var changed = server.put(DEMO, "{\"name\":\"\",\"branch\":\"dev\",\"status\":\"open\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("name")).isEqualTo("Demo");
    assertThat(changed.text("branch")).isEqualTo("dev");

    assertThat(pointers(server.put(DEMO, "{\"git_repo\":\"-x\"}"))).containsExactly("/git_repo");
    assertThat(server.put(DEMO, "{\"status\":\"closed\"}").status()).isEqualTo(409);
    assertThat(server.put(DEMO, "null").status()).isEqualTo(400);
    assertThat(server.put("/api/v1/projects/none", "{\"name\":\"X\"}").status()).isEqualTo(404);
  }

  @Test
  void stateSaysWhatStandsInTheWay() {
    givenDemo();
    work.openBeads = 2;
    feature
        .service()
        .setReadiness(
            "demo",
            false,
            List.of(new ReadinessIssue("git_access", "No access.", "Add the key.", true)));

    var state = server.get(DEMO + "/state");
    assertThat(state.status()).isEqualTo(200);
    assertThat(state.text("id")).isEqualTo("demo");
    assertThat(state.body().path("open_beads").asInt()).isEqualTo(2);
    assertThat(state.body().path("can_close").asBoolean()).isFalse();
    assertThat(state.body().path("readiness_ok").asBoolean()).isFalse();
    assertThat(state.body().at("/readiness_issues/0").asText()).isEqualTo("No access.");
    assertThat(state.body().at("/readiness_details/0/code").asText()).isEqualTo("git_access");
    assertThat(state.body().at("/readiness_details/0/remedy").asText()).isEqualTo("Add the key.");
    assertThat(state.body().path("comments_count").asInt()).isZero();
    assertThat(server.get("/api/v1/projects/none/state").status()).isEqualTo(404);
  }

  @Test
  void projectIsClosedWithACommentAndReopened() {
    givenDemo();
    work.openBeads = 1;
    var refused = post(DEMO + "/close", "{\"author_id\":\"user-admin\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().path("open_beads").asInt()).isEqualTo(1);

    work.openBeads = 0;
    var closed = post(DEMO + "/close", "{\"comment\":\"Done.\"}");
    assertThat(closed.status()).isEqualTo(200);
    assertThat(closed.text("status")).isEqualTo("closed");
    assertThat(closed.body().at("/comments/0/author_id").asText()).isEqualTo("user-admin");
    assertThat(post(DEMO + "/close", "{}").status()).isEqualTo(409);
    assertThat(post(DEMO + "/reopen", "{}").text("status")).isEqualTo("reopened");
    assertThat(post(DEMO + "/reopen", "{}").status()).isEqualTo(409);
    assertThat(post("/api/v1/projects/none/close", "{}").status()).isEqualTo(404);
  }

  @Test
  void perpetualProjectIsNotClosed() {
    givenDemo();
    server.put(DEMO, "{\"is_perpetual\":true}");

    assertThat(post(DEMO + "/close", "{}").text("error")).isEqualTo("project-perpetual");
  }

  @Test
  void commentsAreKeptInOrder() {
    givenDemo();
    assertThat(post(DEMO + "/comments", "{\"comment\":\"One\"}").status()).isEqualTo(201);
    clock.advance(Duration.ofSeconds(1));
    post(DEMO + "/comments", "{\"author_id\":\"agent-1\",\"comment\":\"Two\"}");

    var comments = server.get(DEMO + "/comments").body();
    assertThat(comments)
        .extracting(it -> it.path("comment").asText())
        .containsExactly("One", "Two");
    assertThat(comments.at("/1/author_id").asText()).isEqualTo("agent-1");
    assertThat(comments.at("/0/timestamp").asText()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(pointers(post(DEMO + "/comments", "{}"))).containsExactly("/comment");
    assertThat(post("/api/v1/projects/none/comments", "{\"comment\":\"x\"}").status())
        .isEqualTo(404);
  }

  @Test
  void agentsAreAssignedAndUnassigned() {
    var agent = givenDemo().body().at("/agents/0").asText();
    var unassign = "{\"agent_id\":\"%s\",\"action\":\"unassign\"}".formatted(agent);
    var assign = "{\"agent_id\":\"%s\"}".formatted(agent);

    assertThat(post(DEMO + "/agents", unassign).body().path("agents")).isEmpty();
    assertThat(post(DEMO + "/agents", unassign).status()).isEqualTo(400);
    assertThat(post(DEMO + "/agents", assign).body().path("agents")).hasSize(1);

    database.change(handle -> agents.service().startWork(handle, agent, "demo-1"));
    assertThat(post(DEMO + "/agents", unassign).status()).isEqualTo(409);
    assertThat(post(DEMO + "/agents", "{}").status()).isEqualTo(400);
    assertThat(post(DEMO + "/agents", "{\"agent_id\":\"agent-x\"}").status()).isEqualTo(400);
    assertThat(post(DEMO + "/agents", "{\"agent_id\":\"agent-x\",\"action\":\"hire\"}").status())
        .isEqualTo(400);
    assertThat(post("/api/v1/projects/none/agents", assign).status()).isEqualTo(404);
  }

  @Test
  void projectAtWorkIsDeletedByForceOnly() {
    givenDemo();
    work.openRuns = 1;

    assertThat(server.delete(DEMO).text("error")).isEqualTo("project-open-runs");
    assertThat(server.delete(DEMO + "?force=false").status()).isEqualTo(409);
    assertThat(server.delete(DEMO + "?force").status()).isEqualTo(204);
    assertThat(server.delete(DEMO + "?force=true").status()).isEqualTo(404);
  }

  private Answer givenDemo() {
    return post("/api/v1/projects", "{\"name\":\"Demo\",\"git_repo\":\"/r\",\"branch\":\"main\"}");
  }

  private Answer post(String path, String body) {
    return server.post(path, body);
  }

  private static List<String> pointers(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    return answer
        .body()
        .path("errors")
        .valueStream()
        .map(it -> it.path("pointer").asText())
        .toList();
  }
}
