package io.loom.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.server.MutableClock;
import io.loom.server.agent.AgentChange.Busy;
import io.loom.server.agent.AgentChange.Changed;
import io.loom.server.agent.AgentChange.NoSuchAgent;
import io.loom.server.agent.SpawnResult.Spawned;
import io.loom.server.event.EventLog;
import io.loom.server.event.StoredEvent;
import io.loom.server.reach.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
class AgentServiceTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Actor ADMIN = Actor.of(Caller.LOCAL_ADMIN);

  private final MutableClock clock = new MutableClock(NOON);
  private final Database database;
  private final EventLog events;
  private final AgentService agents;

  AgentServiceTest(DatabaseKind kind, @TempDir Path folder) throws IOException {
    database = kind.fresh("db/server");
    var ids = new Ids(clock);
    events = new EventLog(clock, ids, database.dialect());
    var home = Files.createDirectories(folder.resolve("default/qa-engineer"));
    Files.writeString(
        home.resolve("SKILL.md"), "---\nname: qa-engineer\ndescription: Tests\n---\nTest it.\n");
    agents = AgentFeature.create(folder, database, events, clock, ids).service();
    givenProject("demo");
    givenProject("other");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void newAgentIsFreeAtOnce() {
    var agent = spawn("Bob");

    assertThat(agent.status()).isEqualTo(AgentStatus.IDLE);
    assertThat(agent.role()).isEqualTo("qa-engineer");
    assertThat(agent.id()).matches("agent-[0-9a-f]{12}-qa-engineer");
    assertThat(agents.find(ADMIN, agent.id())).contains(agent);
    var event = newest();
    assertThat(event.type()).isEqualTo("agent.spawned");
    assertThat(event.actor()).isEqualTo(ADMIN.name());
    assertThat(event.projectId()).isEqualTo("demo");
    assertThat(event.data())
        .contains("\"agent_id\":\"" + agent.id(), "\"name\":\"Bob\"", "\"status\":\"idle\"")
        .contains("\"persona_name\":\"default/qa-engineer\"", "\"role\":\"qa-engineer\"");
  }

  @Test
  void agentOfUnknownPersonaOrProjectIsRefused() {
    assertThat(agents.spawn(ADMIN, wanted("Bob", "nobody", "demo")))
        .isEqualTo(new SpawnResult.NoSuchPersona("default/nobody"));
    assertThat(agents.spawn(ADMIN, wanted("Bob", "qa-engineer", "nowhere")))
        .isEqualTo(new SpawnResult.NoSuchProject("nowhere"));
    assertThat(agents.list(ADMIN)).isEmpty();
  }

  @Test
  void idleAgentTakesABeadAndGivesItBack() {
    var agent = spawn("Bob");
    clock.advance(Duration.ofMinutes(1));

    assertThat(startWork(agent, "demo-1")).isTrue();
    var working = agents.find(ADMIN, agent.id()).orElseThrow();
    assertThat(working.status()).isEqualTo(AgentStatus.WORKING);
    assertThat(working.currentBead()).isEqualTo("demo-1");
    assertThat(working.lastActiveAt()).isEqualTo(NOON.plus(Duration.ofMinutes(1)));
    assertThat(newest().data())
        .contains("\"old_status\":\"idle\"", "\"new_status\":\"working\"")
        .contains("\"current_bead\":\"demo-1\"");
    assertThat(idle()).isEmpty();

    database.change(handle -> agents.endWork(handle, agent.id(), "demo-1"));
    var free = agents.find(ADMIN, agent.id()).orElseThrow();
    assertThat(free.status()).isEqualTo(AgentStatus.IDLE);
    assertThat(free.currentBead()).isNull();
    assertThat(newest().data()).contains("\"old_bead\":\"demo-1\"").doesNotContain("current_bead");
  }

  @Test
  void busyAgentTakesNoSecondBead() {
    var agent = spawn("Bob");
    startWork(agent, "demo-1");

    assertThat(startWork(agent, "demo-2")).isFalse();
    assertThat(agents.find(ADMIN, agent.id()).orElseThrow().currentBead()).isEqualTo("demo-1");
  }

  @Test
  void endOfOtherWorkChangesNothing() {
    var agent = spawn("Bob");
    startWork(agent, "demo-1");
    long before = last();

    database.change(handle -> agents.endWork(handle, agent.id(), "demo-2"));
    database.change(handle -> agents.endWork(handle, "agent-nobody", "demo-1"));

    assertThat(agents.find(ADMIN, agent.id()).orElseThrow().status())
        .isEqualTo(AgentStatus.WORKING);
    assertThat(last()).isEqualTo(before);
  }

  @Test
  void ofManyThatWantAnAgentExactlyOneGetsIt() throws Exception {
    var agent = spawn("Bob");
    var attempts = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 20; i++) {
      var bead = "demo-" + i;
      attempts.add(() -> startWork(agent, bead));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(attempts))
          .extracting(Future::resultNow)
          .filteredOn(Boolean::booleanValue)
          .hasSize(1);
    }
  }

  @Test
  void idleAgentsComeLongestUnusedFirst() {
    var ada = spawn("Ada");
    clock.advance(Duration.ofMinutes(1));
    var bob = spawn("Bob");
    clock.advance(Duration.ofMinutes(1));
    startWork(ada, "demo-1");
    database.change(handle -> agents.endWork(handle, ada.id(), "demo-1"));

    assertThat(idle()).extracting(Agent::id).containsExactly(bob.id(), ada.id());
  }

  @Test
  void waitingAgentKeepsItsBead() {
    var agent = spawn("Bob");
    startWork(agent, "demo-1");

    assertThat(changeStatus(agent, AgentStatus.WORKING, AgentStatus.DECIDING)).isTrue();
    assertThat(changeStatus(agent, AgentStatus.WORKING, AgentStatus.BLOCKED)).isFalse();
    var waiting = agents.find(ADMIN, agent.id()).orElseThrow();
    assertThat(waiting.status()).isEqualTo(AgentStatus.DECIDING);
    assertThat(waiting.currentBead()).isEqualTo("demo-1");
  }

  @Test
  void rosterHasOneAgentPerRoleAndIsSafeToRepeat() {
    var roles = List.of("qa", "QA Engineer", "project-manager", "");
    var first = database.write(handle -> agents.ensureRoster(handle, ADMIN, "demo", roles));
    var second = database.write(handle -> agents.ensureRoster(handle, ADMIN, "demo", roles));

    assertThat(first)
        .extracting(Agent::role)
        .containsExactlyInAnyOrder("qa-engineer", "project-manager");
    assertThat(first).extracting(Agent::name).contains("QA Engineer", "Project Manager");
    assertThat(first).extracting(Agent::personaName).contains("default/qa-engineer");
    assertThat(first).extracting(Agent::status).containsOnly(AgentStatus.IDLE);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void rosterWithoutAllowedRolesHasAll() {
    var roster = database.write(handle -> agents.ensureRoster(handle, ADMIN, "demo", List.of()));
    assertThat(roster).hasSize(14);
  }

  @Test
  void updateChangesWhatIsGiven() {
    var agent = spawn("Bob");

    var result = agents.update(ADMIN, agent.id(), new AgentUpdate("Robert", null, "openai"));
    assertThat(result).isInstanceOf(Changed.class);
    var after = agents.find(ADMIN, agent.id()).orElseThrow();
    assertThat(after.name()).isEqualTo("Robert");
    assertThat(after.providerId()).isEqualTo("openai");
    assertThat(after.personaName()).isEqualTo(agent.personaName());
    assertThat(newest().type()).isEqualTo("agent.updated");

    agents.update(ADMIN, agent.id(), new AgentUpdate(null, null, ""));
    assertThat(agents.find(ADMIN, agent.id()).orElseThrow().providerId()).isNull();
    long before = last();
    agents.update(ADMIN, agent.id(), new AgentUpdate(null, null, null));
    assertThat(last()).isEqualTo(before);
    assertThat(agents.update(ADMIN, agent.id(), new AgentUpdate(null, "nobody", null)))
        .isEqualTo(new AgentChange.NoSuchPersona("default/nobody"));
    assertThat(agents.update(ADMIN, "agent-x", new AgentUpdate("X", null, null)))
        .isEqualTo(new NoSuchAgent());
  }

  @Test
  void agentWithABeadIsNeitherRemovedNorMoved() {
    var agent = spawn("Bob");
    startWork(agent, "demo-1");

    assertThat(agents.remove(Caller.LOCAL_ADMIN, agent.id())).isInstanceOf(Busy.class);
    var moved = database.write(handle -> agents.assign(handle, ADMIN, agent.id(), "other"));
    assertThat(moved).isInstanceOf(Busy.class);

    database.change(handle -> agents.endWork(handle, agent.id(), "demo-1"));
    assertThat(agents.remove(Caller.LOCAL_ADMIN, agent.id())).isInstanceOf(Changed.class);
    assertThat(newest().type()).isEqualTo("agent.completed");
    assertThat(newest().data()).contains("\"reason\":\"removed\"");
    assertThat(agents.remove(Caller.LOCAL_ADMIN, agent.id())).isEqualTo(new NoSuchAgent());
  }

  @Test
  void freeAgentMovesBetweenProjects() {
    var agent = spawn("Bob");

    database.change(handle ->
        assertThat(agents.assign(handle, ADMIN, agent.id(), "other")).isInstanceOf(Changed.class));
    assertThat(agents.list(ADMIN, "demo")).isEmpty();
    assertThat(agents.list(ADMIN, "other")).extracting(Agent::id).containsExactly(agent.id());

    database.change(handle ->
        assertThat(agents.unassign(handle, ADMIN, agent.id(), "other"))
            .isInstanceOf(Changed.class));
    assertThat(agents.find(ADMIN, agent.id()).orElseThrow().projectId()).isNull();
    database.change(handle -> {
      assertThat(agents.assign(handle, ADMIN, agent.id(), "nowhere"))
          .isEqualTo(new AgentChange.NoSuchProject("nowhere"));
      assertThat(agents.unassign(handle, ADMIN, "agent-x", "other")).isEqualTo(new NoSuchAgent());
    });
  }

  private Agent spawn(String name) {
    return agents.spawn(ADMIN, wanted(name, "qa-engineer", "demo")) instanceof Spawned(var agent)
        ? agent
        : org.assertj.core.api.Assertions.fail("not spawned");
  }

  private static NewAgent wanted(String name, String persona, @Nullable String project) {
    return new NewAgent(name, persona, null, project, null);
  }

  private boolean startWork(Agent agent, String bead) {
    return database.write(handle -> agents.startWork(handle, agent.id(), bead));
  }

  private boolean changeStatus(Agent agent, AgentStatus from, AgentStatus to) {
    return database.write(
        handle -> agents.changeStatus(handle, ADMIN.name(), agent.id(), from, to));
  }

  private List<Agent> idle() {
    return database.read(agents::idleAgents);
  }

  private StoredEvent newest() {
    return database.read(handle -> events.newest(handle, "", "", 1)).getFirst();
  }

  private long last() {
    return newest().seq();
  }

  private void givenProject(String id) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO projects (id, name, git_repo, branch, beads_path, bead_prefix,
                  git_auth_method, git_strategy, status, is_perpetual, is_sticky, context, ready,
                  readiness, created_ms, updated_ms)
                VALUES (:id, :id, '/r', 'main', '.beads', :id, 'none', 'direct', 'open', 0, 0,
                  '{}', 1, '[]', 0, 0)
                """)
            .bind("id", id)
            .execute());
  }
}
