package io.loom.server.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loom.api.NewBead;
import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import io.loom.server.MutableClock;
import io.loom.server.RestServer;
import io.loom.server.agent.AgentFeature;
import io.loom.server.bead.BeadFeature;
import io.loom.server.bead.BeadResult;
import io.loom.server.bead.BeadService;
import io.loom.server.decision.DecideResult.AlreadyDecided;
import io.loom.server.decision.DecideResult.Decided;
import io.loom.server.decision.DecideResult.NoSuchDecision;
import io.loom.server.decision.DecideResult.NotAnOption;
import io.loom.server.event.EventLog;
import io.loom.server.event.StoredEvent;
import io.loom.server.project.FakeProjectWork;
import io.loom.server.project.NewProject;
import io.loom.server.project.ProjectFeature;
import io.loom.server.project.ProjectWork;
import io.loom.server.reach.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Questions and answers, through the service and over HTTP, on both databases.
@ParameterizedClass
@EnumSource
class DecisionTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Actor ADMIN = Actor.of(Caller.LOCAL_ADMIN);
  private static final ProjectWork NO_WORK = new FakeProjectWork();

  private final MutableClock clock = new MutableClock(NOON);
  private final Database database;
  private final EventLog events;
  private final DecisionFeature feature;
  private final BeadService beads;
  private final DecisionService decisions;

  DecisionTest(DatabaseKind kind, @TempDir Path folder) {
    database = kind.fresh("db/server");
    var ids = new Ids(clock);
    events = new EventLog(clock, ids, database.dialect());
    var agents = AgentFeature.create(folder, database, events, clock, ids).service();
    var projects =
        ProjectFeature.create(database, agents, NO_WORK, events, clock, ids, List.of("ceo"))
            .service();
    projects.create(
        ADMIN,
        new NewProject("demo", "Demo", "/r", "main", "", "", null, null, false, false, Map.of()));
    beads = BeadFeature.create(database, events, clock, ids, _ -> Optional.empty()).service();
    feature = DecisionFeature.create(database, projects, beads, events, clock, ids);
    decisions = feature.service();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void questionWaitsForAnAnswer() {
    var asked = ask("d1", "yes", "no");

    assertThat(asked.status()).isEqualTo(DecisionStatus.OPEN);
    assertThat(decisions.find(ADMIN, "d1")).contains(asked);
    assertThat(open()).containsExactly(asked);
    assertThat(newest().type()).isEqualTo("decision.created");
    assertThat(newest().data())
        .contains("\"decision_id\":\"d1\"", "\"question\":\"Merge?\"", "\"run_id\":\"run-1\"")
        .contains("\"requester_id\":\"agent-1\"", "\"bead_id\":\"demo-1\"");
  }

  @Test
  void askingAgainAsksNothingNew() {
    var asked = ask("d1", "yes", "no");
    long before = newest().seq();

    assertThat(ask("d1", "yes", "no", "maybe")).isEqualTo(asked);
    assertThat(newest().seq()).isEqualTo(before);
  }

  @Test
  void answerIsKeptAndTold() {
    ask("d1", "yes", "no");
    clock.advance(Duration.ofMinutes(1));

    assertThat(decide("yes")).isInstanceOf(Decided.class);
    var decided = decisions.find(ADMIN, "d1").orElseThrow();
    assertThat(decided.status()).isEqualTo(DecisionStatus.CLOSED);
    assertThat(decided.answer())
        .isEqualTo(new Answer("user-admin", "yes", "because", NOON.plus(Duration.ofMinutes(1))));
    assertThat(open()).isEmpty();
    assertThat(newest().type()).isEqualTo("decision.resolved");
    assertThat(newest().data())
        .contains("\"decision\":\"yes\"", "\"decider_id\":\"user-admin\"", "\"run_id\":\"run-1\"");
  }

  @Test
  void sameAnswerTwiceIsFineAndAnotherIsNot() {
    ask("d1", "yes", "no");
    decide("yes");
    long before = newest().seq();

    assertThat(decide("yes")).isInstanceOf(Decided.class);
    assertThat(decide("no"))
        .isEqualTo(new AlreadyDecided(new Answer("user-admin", "yes", "because", NOON)));
    assertThat(newest().seq()).isEqualTo(before);
  }

  @Test
  void onlyOptionsAreAnswers() {
    ask("d1", "yes", "no");
    assertThat(decide("perhaps")).isEqualTo(new NotAnOption(List.of("yes", "no")));
    assertThat(decisions.decide(ADMIN, "user-admin", "none", "yes", ""))
        .isEqualTo(new NoSuchDecision());

    ask("d2");
    assertThat(decisions.decide(ADMIN, "user-admin", "d2", " ", ""))
        .isEqualTo(new NotAnOption(List.of()));
    assertThat(decisions.decide(ADMIN, "user-admin", "d2", "in my own words", ""))
        .isInstanceOf(Decided.class);
  }

  @Test
  void ofManyAnswersExactlyOneCounts() throws Exception {
    ask("d1");
    var answers = new ArrayList<Callable<DecideResult>>();
    for (int i = 0; i < 10; i++) {
      var answer = "answer " + i;
      answers.add(() -> decide(answer));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(answers))
          .extracting(Future::resultNow)
          .filteredOn(Decided.class::isInstance)
          .hasSize(1);
    }
  }

  @Test
  void questionsOfADeletedProjectAreWithdrawn() {
    ask("d1", "yes", "no");

    database.change(
        handle -> decisions.withdrawAll(handle, ADMIN.name(), "demo", "project deleted"));

    assertThat(decisions.list(ADMIN, "open", -1)).isEmpty();
    var withdrawn = decisions.find(ADMIN, "d1").orElseThrow().answer();
    assertThat(withdrawn).isEqualTo(new Answer("system", "", "project deleted", NOON));
    assertThat(newest().type()).isEqualTo("decision.resolved");
  }

  @Test
  void questionsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> ask("d1", "yes", "yes")).hasMessageContaining("options");
    assertThatThrownBy(() -> ask("", "yes")).hasMessageContaining("id");
  }

  @Test
  void questionIsAskedListedAndAnsweredOverHttp() {
    var bead = givenBead();
    try (var server = RestServer.of(feature.resource())) {
      var asked =
          server.post(
              "/api/v1/decisions",
              """
              {"project_id": "demo", "parent": "%s", "question": "Which colour?\\nReally.",
               "options": ["red", "blue"], "recommendation": "blue", "priority": 1}
              """
                  .formatted(bead));
      assertThat(asked.status()).isEqualTo(201);
      assertThat(asked.text("type")).isEqualTo("decision");
      assertThat(asked.text("title")).isEqualTo("Which colour?");
      assertThat(asked.text("status")).isEqualTo("open");
      assertThat(asked.text("bead_id")).isEqualTo(bead);
      assertThat(asked.text("requester_id")).isEqualTo("user-admin");
      assertThat(asked.body().has("decision")).isFalse();
      var path = "/api/v1/decisions/" + asked.text("id");
      assertThat(server.get(path).body()).isEqualTo(asked.body());
      assertThat(server.get("/api/v1/decisions?status=open&priority=1").body()).hasSize(1);
      assertThat(server.get("/api/v1/decisions?priority=0").body()).isEmpty();

      var green = server.post(path + "/decide", "{\"decision\":\"green\"}");
      assertThat(green.status()).isEqualTo(400);
      assertThat(green.body().path("options")).hasSize(2);
      var decided = server.post(path + "/decide", "{\"decision\":\"red\",\"rationale\":\"why\"}");
      assertThat(decided.status()).isEqualTo(200);
      assertThat(decided.text("status")).isEqualTo("decided");
      assertThat(server.post(path + "/decide", "{\"decision\":\"red\"}").status()).isEqualTo(200);
      var late = server.post(path + "/decide", "{\"decision\":\"blue\"}");
      assertThat(late.status()).isEqualTo(409);
      assertThat(late.text("decision")).isEqualTo("red");
      assertThat(server.get(path).text("decider_id")).isEqualTo("user-admin");
      assertThat(server.get("/api/v1/decisions?status=closed").body()).hasSize(1);
    }
  }

  @Test
  void badRequestsAreRefused() {
    ask("d1", "yes", "no");
    try (var server = RestServer.of(feature.resource())) {
      assertThat(server.post("/api/v1/decisions", "{}").body().path("errors")).hasSize(2);
      assertThat(
              server
                  .post(
                      "/api/v1/decisions",
                      """
                      {"project_id": "none", "question": "?", "priority": 9, "options": ["a", "a"]}
                      """)
                  .body()
                  .path("errors"))
          .hasSize(3);
      assertThat(
              server
                  .post(
                      "/api/v1/decisions",
                      "{\"project_id\":\"demo\",\"question\":\"?\",\"options\":[null]}")
                  .status())
          .isEqualTo(400);
      assertThat(server.post("/api/v1/decisions", "null").status()).isEqualTo(400);
      assertThat(server.get("/api/v1/decisions?status=late").status()).isEqualTo(400);
      assertThat(server.get("/api/v1/decisions?priority=high").status()).isEqualTo(400);
      assertThat(server.get("/api/v1/decisions/none").status()).isEqualTo(404);
      assertThat(server.post("/api/v1/decisions/none/decide", "{\"decision\":\"yes\"}").status())
          .isEqualTo(404);
      assertThat(server.post("/api/v1/decisions/d1/decide", "{}").status()).isEqualTo(400);
      assertThat(server.post("/api/v1/decisions/d1/decide", "null").status()).isEqualTo(400);
    }
  }

  @Test
  void onlyAnAdministratorAnswersInTheNameOfAnother() {
    ask("d1", "yes", "no");
    var answer = "{\"decider_id\":\"agent-ceo\",\"decision\":\"yes\"}";
    var eve =
        new Caller(
            "user-eve", "eve", Set.of("decisions:read", "decisions:write"), Reach.EVERYTHING);

    try (var server = RestServer.of(_ -> eve, feature.resource())) {
      assertThat(server.post("/api/v1/decisions/d1/decide", answer).status()).isEqualTo(403);
    }
    try (var server = RestServer.of(feature.resource())) {
      assertThat(server.post("/api/v1/decisions/d1/decide", answer).status()).isEqualTo(200);
    }
    var given = decisions.find(ADMIN, "d1").orElseThrow().answer();
    assertThat(given).isNotNull();
    assertThat(given.deciderId()).isEqualTo("agent-ceo");
    assertThat(newest().actor()).isEqualTo(ADMIN.name());
  }

  private String givenBead() {
    var result = beads.create(ADMIN, NewBead.of("demo", "Paint it", "task", "", 2));
    assertThat(result).isInstanceOf(BeadResult.Done.class);
    return ((BeadResult.Done) result).bead().id();
  }

  private Decision ask(String id, String... options) {
    var wanted =
        new NewDecision(
            id,
            "demo",
            "demo-1",
            "run-1",
            "question",
            "Merge?",
            List.of(options),
            "",
            "agent-1",
            2);
    return database.write(handle -> decisions.ask(handle, Actor.agent("agent-1", "demo"), wanted));
  }

  private DecideResult decide(String decision) {
    return decisions.decide(ADMIN, "user-admin", "d1", decision, "because");
  }

  private List<Decision> open() {
    return database.read(handle -> decisions.openFor(handle, "demo-1"));
  }

  private StoredEvent newest() {
    return database.read(handle -> events.newest(handle, "", "", 1)).getFirst();
  }
}
