package io.loom.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.server.MutableClock;
import io.loom.server.agent.Agent;
import io.loom.server.agent.AgentFeature;
import io.loom.server.agent.AgentService;
import io.loom.server.event.EventLog;
import io.loom.server.event.StoredEvent;
import io.loom.server.project.CreateResult.Created;
import io.loom.server.project.CreateResult.IdTaken;
import io.loom.server.project.ProjectChange.Changed;
import io.loom.server.project.ProjectChange.NoSuchProject;
import io.loom.server.reach.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ProjectServiceTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Actor ADMIN = Actor.of(Caller.LOCAL_ADMIN);

  private final MutableClock clock = new MutableClock(NOON);
  private final FakeProjectWork work = new FakeProjectWork();
  private final List<String> setups = new ArrayList<>();
  private final Database database;
  private final EventLog events;
  private final AgentService agents;
  private final ProjectFeature feature;
  private final ProjectService projects;

  ProjectServiceTest(DatabaseKind kind, @TempDir Path folder) {
    database = kind.fresh("db/server");
    var ids = new Ids(clock);
    events = new EventLog(clock, ids, database.dialect());
    agents = AgentFeature.create(folder, database, events, clock, ids).service();
    feature =
        ProjectFeature.create(database, agents, work, events, clock, ids, List.of("ceo", "qa"));
    projects = feature.service();
    projects.follow(
        new ProjectSetup() {
          @Override
          public void created(Project project) {
            setups.add("created " + project.id());
          }

          @Override
          public void changed(Project project) {
            setups.add("changed " + project.id());
          }

          @Override
          public void deleted(String projectId) {
            setups.add("deleted " + projectId);
          }
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void newProjectHasItsDefaultsItsAgentsAndItsEvent() {
    var project = create(wanted("My New App", "git@example.org:org/app.git"));

    assertThat(project.id()).isEqualTo("my-new-app");
    assertThat(project.beadsPath()).isEqualTo(".beads");
    assertThat(project.beadPrefix()).isEqualTo("my-new-app");
    assertThat(project.gitAuthMethod()).isEqualTo(GitAuthMethod.SSH);
    assertThat(project.gitStrategy()).isEqualTo(GitStrategy.DIRECT);
    assertThat(project.status()).isEqualTo(ProjectStatus.OPEN);
    assertThat(project.readiness()).isEqualTo(Readiness.UNKNOWN);
    assertThat(projects.find(ADMIN, "my-new-app")).contains(project);
    assertThat(agents.list(ADMIN, "my-new-app"))
        .extracting(Agent::role)
        .containsExactlyInAnyOrder("ceo", "qa-engineer");
    assertThat(eventTypes()).containsExactly("project.created", "agent.spawned", "agent.spawned");
    assertThat(setups).containsExactly("created my-new-app");
  }

  @Test
  void takenIdIsRefusedAndNothingIsMade() {
    create(wanted("Demo", "/r"));

    assertThat(projects.create(ADMIN, wanted("demo", "/other"))).isEqualTo(new IdTaken("demo"));
    assertThat(projects.find(ADMIN, "demo").orElseThrow().gitRepo()).isEqualTo("/r");
    assertThat(agents.list(ADMIN, "demo")).hasSize(2);
    assertThat(setups).hasSize(1);
  }

  @Test
  void ofManyThatCreateAProjectExactlyOneDoes() throws Exception {
    var attempts = new ArrayList<Callable<CreateResult>>();
    for (int i = 0; i < 10; i++) {
      attempts.add(() -> projects.create(ADMIN, wanted("Demo", "/r")));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(attempts))
          .extracting(Future::resultNow)
          .filteredOn(Created.class::isInstance)
          .hasSize(1);
    }
    assertThat(agents.list(ADMIN, "demo")).hasSize(2);
  }

  @Test
  void projectThatCannotBeIsRefusedInWords() {
    assertThatThrownBy(() -> wanted("Demo", "ext::sh"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("git_repo");
    assertThatThrownBy(() -> wanted("***", "/r")).hasMessageContaining("id is");
  }

  @Test
  void configuredProjectsAreMadeOnceAndStickyOnesAgain() {
    var configured = List.of(wanted("One", "/r"), sticky("Two"));
    projects.registerConfigured(configured);
    assertThat(projects.list(ADMIN))
        .extracting(Project::id)
        .containsExactlyInAnyOrder("one", "two");

    create(wanted("Three", "/r"));
    projects.delete(Caller.LOCAL_ADMIN, "one");
    projects.delete(Caller.LOCAL_ADMIN, "two");
    projects.registerConfigured(configured);

    assertThat(projects.list(ADMIN))
        .extracting(Project::id)
        .containsExactlyInAnyOrder("two", "three");
  }

  @Test
  void updateMergesWhatIsGiven() {
    create(wanted("Demo", "/r"));
    clock.advance(Duration.ofMinutes(1));

    projects.update(ADMIN, "demo", update("", null, Map.of("build_command", "make", "a", "1")));
    projects.update(ADMIN, "demo", update("Demonstration", null, Map.of("a", "")));

    var project = projects.find(ADMIN, "demo").orElseThrow();
    assertThat(project.name()).isEqualTo("Demonstration");
    assertThat(project.gitRepo()).isEqualTo("/r");
    assertThat(project.context()).isEqualTo(Map.of("build_command", "make"));
    assertThat(project.setting(Project.BUILD_COMMAND)).isEqualTo("make");
    assertThat(project.updatedAt()).isEqualTo(NOON.plus(Duration.ofMinutes(1)));
    assertThat(newest().type()).isEqualTo("project.updated");
    assertThat(newest().data()).contains("\"project_id\":\"demo\"", "\"change\":\"settings\"");
    assertThat(setups).containsExactly("created demo", "changed demo", "changed demo");
  }

  @Test
  void concurrentUpdatesOfTheContextAllCount() throws Exception {
    create(wanted("Demo", "/r"));
    var updates = new ArrayList<Callable<ProjectChange>>();
    for (int i = 0; i < 10; i++) {
      var context = Map.of("key" + i, "value");
      updates.add(() -> projects.update(ADMIN, "demo", update(null, null, context)));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(updates);
    }
    assertThat(projects.find(ADMIN, "demo").orElseThrow().context()).hasSize(10);
  }

  @Test
  void hostsOfTheEgressSettingAreApart() {
    create(wanted("Demo", "/r"));

    projects.update(ADMIN, "demo", update(null, null, Map.of("egress", "a.example, ,b.example")));
    assertThat(projects.find(ADMIN, "demo").orElseThrow().egressHosts())
        .containsExactly("a.example", "b.example");
  }

  @Test
  void updateThatChangesNothingSaysNothing() {
    create(wanted("Demo", "/r"));
    long before = newest().seq();

    projects.update(ADMIN, "demo", update("Demo", "/r", Map.of()));
    assertThat(newest().seq()).isEqualTo(before);
    assertThat(projects.update(ADMIN, "nowhere", update("X", null, Map.of())))
        .isEqualTo(new NoSuchProject());
  }

  @Test
  void projectThatMovedIsNotReadyUntilItWasLookedAt() {
    create(wanted("Demo", "/r"));
    projects.setReadiness("demo", true, List.of());

    projects.update(ADMIN, "demo", update(null, "git@example.org:demo.git", Map.of()));

    var project = projects.find(ADMIN, "demo").orElseThrow();
    assertThat(project.readiness()).isEqualTo(Readiness.UNKNOWN);
    assertThat(project.gitAuthMethod()).isEqualTo(GitAuthMethod.SSH);
    assertThat(setups).containsExactly("created demo", "changed demo");
  }

  @Test
  void readinessIsToldWhenItChanges() {
    create(wanted("Demo", "/r"));
    var issue = new ReadinessIssue("no_tests", "No test command.", "Set test_command.", false);

    projects.setReadiness("demo", true, List.of(issue));
    var first = newest();
    clock.advance(Duration.ofMinutes(2));
    projects.setReadiness("demo", true, List.of(issue));

    assertThat(first.data()).contains("\"ready\":true", "\"change\":\"readiness\"");
    assertThat(newest()).isEqualTo(first);
    assertThat(projects.find(ADMIN, "demo").orElseThrow().readiness())
        .isEqualTo(new Readiness(true, List.of(issue), NOON.plus(Duration.ofMinutes(2))));
  }

  @Test
  void headAndBeadsBranchAreKept() {
    create(wanted("Demo", "/r"));

    projects.setHead("demo", "abc");
    projects.setBeadsBranch("demo", "beads-sync", "");
    projects.setBeadsBranch("demo", "beads-sync", "def");
    long before = newest().seq();
    projects.setHead("demo", "abc");
    projects.setBeadsBranch("demo", "beads-sync", "def");

    var project = projects.find(ADMIN, "demo").orElseThrow();
    assertThat(project.headCommit()).isEqualTo("abc");
    assertThat(project.beadsBranch()).isEqualTo("beads-sync");
    assertThat(project.beadsCommit()).isEqualTo("def");
    assertThat(newest().seq()).isEqualTo(before);
  }

  @Test
  void projectIsClosedAndOpenedAgain() {
    create(wanted("Demo", "/r"));

    assertThat(close("demo")).isInstanceOf(Changed.class);
    var closed = projects.find(ADMIN, "demo").orElseThrow();
    assertThat(closed.status()).isEqualTo(ProjectStatus.CLOSED);
    assertThat(closed.closedAt()).isEqualTo(NOON);
    assertThat(close("demo")).isEqualTo(new ProjectChange.WrongStatus(ProjectStatus.CLOSED));

    clock.advance(Duration.ofMinutes(1));
    assertThat(reopen("demo")).isInstanceOf(Changed.class);
    var open = projects.find(ADMIN, "demo").orElseThrow();
    assertThat(open.status()).isEqualTo(ProjectStatus.REOPENED);
    assertThat(open.closedAt()).isNull();
    assertThat(reopen("demo")).isEqualTo(new ProjectChange.WrongStatus(ProjectStatus.REOPENED));
    assertThat(feature.comments().list(ADMIN, "demo"))
        .extracting(ProjectComment::comment)
        .containsExactly("done", "again");
  }

  @Test
  void openWorkAndPerpetualityKeepAProjectOpen() {
    create(wanted("Demo", "/r"));
    work.openBeads = 3;
    assertThat(close("demo"))
        .isInstanceOfSatisfying(
            ProjectChange.DecisionRequired.class,
            it -> assertThat(it.decision().id()).isEqualTo("close-1"));
    assertThat(projects.find(ADMIN, "demo").orElseThrow().isOpen()).isTrue();
    projects.update(
        ADMIN, "demo", new ProjectUpdate(null, null, null, null, null, null, true, null, Map.of()));
    work.openBeads = 0;

    assertThat(close("demo")).isEqualTo(new ProjectChange.Perpetual());
    assertThat(close("nowhere")).isEqualTo(new NoSuchProject());
    assertThat(reopen("nowhere")).isEqualTo(new NoSuchProject());
    assertThat(feature.comments().list(ADMIN, "demo"))
        .extracting(ProjectComment::comment)
        .containsExactly("done");
  }

  @Test
  void deletedProjectTakesItsAgentsAlong() {
    create(wanted("Demo", "/r"));

    assertThat(projects.delete(Caller.LOCAL_ADMIN, "demo")).isInstanceOf(Changed.class);
    assertThat(projects.find(ADMIN, "demo")).isEmpty();
    assertThat(agents.list(ADMIN)).isEmpty();
    assertThat(work.abandoned).containsExactly("demo");
    assertThat(eventTypes()).endsWith("agent.completed", "agent.completed", "project.deleted");
    assertThat(setups).containsExactly("created demo", "deleted demo");
    assertThat(projects.delete(Caller.LOCAL_ADMIN, "demo")).isEqualTo(new NoSuchProject());
  }

  @Test
  void projectWithOpenRunsIsDeletedByForceOnly() {
    create(wanted("Demo", "/r"));
    work.openRuns = 2;

    assertThat(projects.delete(Caller.LOCAL_ADMIN, "demo"))
        .isEqualTo(new ProjectChange.OpenRuns(2));
    assertThat(projects.find(ADMIN, "demo")).isPresent();
    assertThat(work.abandoned).isEmpty();

    assertThat(projects.deleteByForce(Caller.LOCAL_ADMIN, "demo")).isInstanceOf(Changed.class);
    assertThat(work.abandoned).containsExactly("demo");
  }

  private Project create(NewProject wanted) {
    return switch (projects.create(ADMIN, wanted)) {
      case Created(var project) -> project;
      case IdTaken(var id) -> fail("taken: " + id);
      case CreateResult.NoSuchParent(var id) -> fail("no parent: " + id);
    };
  }

  private ProjectChange close(String id) {
    return feature.comments().close(ADMIN, id, "user-admin", "done");
  }

  private ProjectChange reopen(String id) {
    return feature.comments().reopen(ADMIN, id, "user-admin", "again");
  }

  private static NewProject wanted(String name, String repo) {
    return new NewProject("", name, repo, "main", "", "", null, null, false, false, Map.of());
  }

  private static NewProject sticky(String name) {
    return new NewProject("", name, "/r", "main", "", "", null, null, false, true, Map.of());
  }

  private static ProjectUpdate update(
      @Nullable String name, @Nullable String repo, Map<String, String> context) {
    return new ProjectUpdate(name, repo, null, null, null, null, null, null, context);
  }

  private List<String> eventTypes() {
    return database.read(handle -> events.after(handle, 0, 100)).stream()
        .map(StoredEvent::type)
        .toList();
  }

  private StoredEvent newest() {
    return database.read(handle -> events.newest(handle, "", "", 1)).getFirst();
  }
}
