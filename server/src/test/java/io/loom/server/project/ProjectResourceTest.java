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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    server =
        RestServer.of(feature.resource(), feature.milestoneResource(), feature.orgChartResource());
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
    var asked = post(DEMO + "/close", "{\"author_id\":\"user-admin\"}");
    assertThat(asked.status()).isEqualTo(202);
    assertThat(asked.text("status")).isEqualTo("decision_required");
    assertThat(asked.text("message")).contains("1 beads");
    assertThat(asked.body().at("/decision_bead/question").asText()).isEqualTo("Close demo?");

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

  @Test
  void projectWithThingsIsDeletedByForceOnly() {
    givenDemo();
    post(DEMO + "/comments", "{\"comment\":\"One\"}");
    post(DEMO + "/milestones", "{\"name\":\"1.0\"}");

    var refused = server.delete(DEMO);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("error")).isEqualTo("project-not-empty");
    assertThat(refused.body().path("would_be_lost").toString())
        .isEqualTo("{\"comments\":1,\"milestones\":1}");
    assertThat(refused.text("message")).contains("1 comments, 1 milestones");
    assertThat(server.delete(DEMO + "?force=true").status()).isEqualTo(204);
    assertThat(server.get(DEMO + "/milestones").status()).isEqualTo(404);
  }

  @Test
  void everyFieldIsTakenInBothDialectsAndChanged() {
    givenDemo();
    var full =
        post(
            "/api/v1/projects",
            """
            {"id": "full", "name": "Full", "github_url": "https://github.com/o/full",
             "branch": "main", "parent_id": "demo", "git_credential_id": "READ_TOKEN",
             "git_strategy": "branch-pr", "due_date": "2026-03-01T00:00:00Z",
             "git_config_options": {"http.proxy": "http://proxy:3128"},
             "attributes": {"ui.color": "red", "behavior.timeout_ms": 5, "old": null},
             "milestones": [{"name": "1.0", "type": "release",
                             "due_date": "2026-02-01T00:00:00Z"}]}
            """);
    assertThat(full.status()).isEqualTo(201);
    assertThat(full.text("git_repo")).isEqualTo("https://github.com/o/full");
    assertThat(full.text("parent_id")).isEqualTo("demo");
    assertThat(full.text("git_credential_id")).isEqualTo("READ_TOKEN");
    assertThat(full.text("due_date")).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(full.text("schema_version")).isEqualTo("1.0");
    assertThat(full.text("work_dir")).isEqualTo("/worktrees/full");
    assertThat(full.body().path("protected_branches").toString()).isEqualTo("[\"main\"]");
    assertThat(full.body().path("attributes").toString())
        .isEqualTo("{\"behavior.timeout_ms\":5,\"ui.color\":\"red\"}");
    assertThat(full.body().at("/milestones/0/type").asText()).isEqualTo("release");
    assertThat(server.get("/api/v1/projects/full").body()).isEqualTo(full.body());

    var changed =
        server.put(
            "/api/v1/projects/full",
            """
            {"parent_id": "", "git_credential_id": "WRITE_TOKEN", "due_date": "0001-01-01T00:00:00Z",
             "git_config_options": {"http.proxy": "", "http.sslCAInfo": "/etc/ca.pem"},
             "attributes": {"ui.color": null, "flag": true}, "protected_branches": ["release/*"],
             "beads_path": "b", "git_auth_method": "token", "git_strategy": "direct",
             "is_perpetual": true, "is_sticky": true, "github_url": "https://example.org/o/r"}
            """);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body().has("parent_id")).isFalse();
    assertThat(changed.body().has("due_date")).isFalse();
    assertThat(changed.text("git_credential_id")).isEqualTo("WRITE_TOKEN");
    assertThat(changed.text("git_repo")).isEqualTo("https://example.org/o/r");
    assertThat(changed.body().path("git_config_options").toString())
        .isEqualTo("{\"http.sslCAInfo\":\"/etc/ca.pem\"}");
    assertThat(changed.body().path("attributes").toString())
        .isEqualTo("{\"behavior.timeout_ms\":5,\"flag\":true}");
    assertThat(changed.body().path("protected_branches").toString()).isEqualTo("[\"release/*\"]");
    assertThat(server.put("/api/v1/projects/full", "{\"protected_branches\":[null]}").status())
        .isEqualTo(400);
    var usual = server.put("/api/v1/projects/full", "{\"protected_branches\":[\"default\"]}");
    assertThat(usual.body().path("protected_branches")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"parent_id\":\"nowhere\"}|/parent_id",
        "{\"parent_id\":\"demo\"}|/parent_id",
        "{\"parent_id\":\"../x\"}|/parent_id",
        "{\"git_credential_id\":\"-x\"}|/git_credential_id",
        "{\"git_config_options\":{\"core.sshCommand\":\"sh\"}}|/git_config_options",
        "{\"git_config_options\":{\"http.proxy\":\"http://u:p@h\"}}|/git_config_options",
        "{\"protected_branches\":[\"-f\"]}|/protected_branches",
        "{\"protected_branches\":[\"a b\"]}|/protected_branches"
      })
  void wrongOptionIsNamed(String body, String pointer) {
    givenDemo();

    assertThat(pointers(server.put(DEMO, body))).containsExactly(pointer);
  }

  @Test
  void projectIsNoPartOfItsOwnParts() {
    givenDemo();
    post(
        "/api/v1/projects",
        "{\"name\":\"sub\",\"git_repo\":\"/r\",\"branch\":\"m\",\"parent_id\":\"demo\"}");

    assertThat(pointers(server.put(DEMO, "{\"parent_id\":\"sub\"}"))).containsExactly("/parent_id");
    assertThat(server.delete(DEMO).status()).isEqualTo(204);
    assertThat(server.get("/api/v1/projects/sub").body().has("parent_id")).isFalse();
    assertThat(
            pointers(
                post(
                    "/api/v1/projects",
                    "{\"name\":\"x\",\"id\":\"git\",\"git_repo\":\"/r\",\"branch\":\"m\"}")))
        .containsExactly("/id");
  }

  @Test
  void milestonesAreMadeChangedAndRemoved() {
    givenDemo();
    var path = DEMO + "/milestones";
    var made =
        post(path, "{\"name\":\"1.0\",\"due_date\":\"2026-02-01T00:00:00Z\",\"type\":\"release\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("status")).isEqualTo("planned");
    var one = path + "/" + made.text("id");

    var complete = server.send("PATCH", one, Map.of(), "{\"status\":\"complete\"}");
    assertThat(complete.text("completed_at")).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(server.put(one, "{\"status\":\"missed\"}").body().has("completed_at")).isFalse();
    assertThat(server.get(path).body()).hasSize(1);
    assertThat(server.get(one).text("status")).isEqualTo("missed");

    assertThat(pointers(post(path, "{}"))).containsExactly("/name");
    assertThat(pointers(post(path, "{\"name\":\"x\",\"type\":\"y\",\"status\":\"z\"}")))
        .containsExactly("/type", "/status");
    assertThat(post(path, "null").status()).isEqualTo(400);
    assertThat(post("/api/v1/projects/none/milestones", "{\"name\":\"x\"}").status())
        .isEqualTo(404);
    assertThat(server.delete(one).status()).isEqualTo(204);
    assertThat(server.delete(one).status()).isEqualTo(404);
  }

  @Test
  void orgChartShowsSeatsAndWhoSitsThere() {
    givenDemo();

    var chart = server.get("/api/v1/org-charts/demo");
    assertThat(chart.status()).isEqualTo(200);
    assertThat(chart.body().path("positions")).hasSize(14);
    var qa =
        chart
            .body()
            .path("positions")
            .valueStream()
            .filter(it -> it.path("role_name").asText().equals("qa-engineer"))
            .findFirst()
            .orElseThrow();
    assertThat(qa.path("state").asText()).isEqualTo("partial");
    assertThat(qa.path("reports_to").asText()).isEqualTo("pos-em");
    assertThat(qa.path("agent_ids")).hasSize(1);
    assertThat(chart.body().at("/positions/0/state").asText()).isEqualTo("vacant");
    assertThat(server.get("/api/v1/org-charts/none").status()).isEqualTo(404);
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
