package io.loom.server.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.BeadPatch;
import io.loom.api.NewBead;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Json;
import io.loom.ground.http.Reach;
import io.loom.server.ServerWorld;
import io.loom.server.agent.Agent;
import io.loom.server.agent.AgentChange;
import io.loom.server.bead.BeadResult;
import io.loom.server.bead.BeadService.Guard;
import io.loom.server.bead.file.BeadEdge;
import io.loom.server.decision.AskResult;
import io.loom.server.decision.DecideResult;
import io.loom.server.decision.Decision;
import io.loom.server.decision.NewDecision;
import io.loom.server.project.CreateResult;
import io.loom.server.project.NewProject;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectChange;
import io.loom.server.run.Run;
import io.loom.server.run.RunControl.Directed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What services answer somebody who reaches one of two projects, on both databases.
@ParameterizedClass
@EnumSource
class ReachTest {
  private static final Caller EVE =
      new Caller(
          "user-eve",
          "eve",
          Set.of("projects:write", "agents:write", "decisions:write"),
          new Reach.Projects(Set.of("mine")));
  private static final Actor EVE_ACTS = Actor.of(EVE);
  private static final Actor STRANGER = new Actor("user:x", "user-x", new Reach.Projects(Set.of()));

  @TempDir Path folder;
  private final DatabaseKind kind;
  private ServerWorld world;

  @SuppressWarnings("NullAway.Init") // start() sets the rest
  ReachTest(DatabaseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() {
    world = new ServerWorld(kind, folder);
    world.givenProject("mine", "/r");
    world.givenProject("theirs", "/r");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void beadBeyondReachIsAnsweredAsOneThatIsNotThere() {
    var theirs = world.givenBead("theirs", "Secret").id();

    assertThat(world.beads.find(EVE_ACTS, theirs)).isEmpty();
    assertThat(world.beads.close(EVE_ACTS, theirs, "", Guard.FORCED))
        .isEqualTo(new BeadResult.NoSuchBead(theirs));
    assertThat(world.beads.comment(EVE_ACTS, theirs, "Hello"))
        .isEqualTo(new BeadResult.NoSuchBead(theirs));
    assertThat(world.beads.create(EVE_ACTS, NewBead.of("theirs", "t", "task", "", 2)))
        .isEqualTo(new BeadResult.Invalid("project_id", "There is no project 'theirs'."));
  }

  @Test
  void beadIsNotTiedToOneBeyondReach() {
    var mine = world.givenBead("mine", "Mine").id();
    var theirs = world.givenBead("theirs", "Theirs").id();

    assertThat(world.beads.addDependency(EVE_ACTS, mine, theirs, "blocks"))
        .isEqualTo(noBead("depends_on", theirs));
    assertThat(world.beads.addDependency(EVE_ACTS, theirs, mine, "blocks"))
        .isEqualTo(new BeadResult.NoSuchBead(theirs));
    assertThat(world.beads.update(EVE_ACTS, mine, blockedBy(theirs)))
        .isEqualTo(noBead("blocked_by", theirs));
    assertThat(world.bead(mine).edges()).isEmpty();
  }

  @Test
  void edgeBeyondReachSurvivesTheChangesOfThoseWhoDoNotSeeIt() {
    var mine = world.givenBead("mine", "Mine").id();
    var second = world.givenBead("mine", "Second").id();
    var theirs = world.givenBead("theirs", "Theirs").id();
    assertThat(world.beads.addDependency(ServerWorld.ADA, mine, theirs, "blocks"))
        .isInstanceOf(BeadResult.Done.class);

    assertThat(world.beads.update(EVE_ACTS, mine, blockedBy(second)))
        .isInstanceOf(BeadResult.Done.class);
    assertThat(targets(mine)).containsExactlyInAnyOrder(second, theirs);
    assertThat(world.beads.update(EVE_ACTS, mine, blockedBy())).isInstanceOf(BeadResult.Done.class);
    assertThat(world.beads.removeDependency(EVE_ACTS, mine, theirs, ""))
        .isInstanceOf(BeadResult.Done.class);
    assertThat(targets(mine)).containsExactly(theirs);
    assertThat(world.beads.update(EVE_ACTS, mine, blockedBy("mine-none", theirs)))
        .isEqualTo(noBead("blocked_by", "mine-none"));
    assertThat(world.beads.update(EVE_ACTS, mine, blockedBy(theirs)))
        .isEqualTo(noBead("blocked_by", theirs));
  }

  private static BeadResult noBead(String field, String id) {
    return new BeadResult.Invalid(field, "There is no bead %s.".formatted(id));
  }

  private static BeadPatch blockedBy(String... ids) {
    return Json.read(Json.write(Map.of("blocked_by", List.of(ids))), BeadPatch.class);
  }

  private List<String> targets(String id) {
    return world.bead(id).edges().stream().map(BeadEdge::dependsOn).toList();
  }

  @Test
  void listsShowWhatIsWithinReach() {
    world.givenAgent("agent-mine", "mine");
    world.givenAgent("agent-theirs", "theirs");
    world.givenAgent("agent-of-none", null);
    open("theirs", "agent-theirs");
    var run = open("mine", "agent-mine");
    ask("d-mine", "mine");
    ask("d-theirs", "theirs");

    assertThat(world.projects.list(EVE_ACTS)).extracting(Project::id).containsExactly("mine");
    assertThat(world.agents.list(EVE_ACTS)).extracting(Agent::id).containsExactly("agent-mine");
    assertThat(world.decisions.list(EVE_ACTS, "", -1))
        .extracting(Decision::id)
        .containsExactly("d-mine");
    assertThat(world.control.list(EVE_ACTS, "", "", false, 10)).containsExactly(run);
    assertThat(world.control.list(EVE_ACTS, "", "theirs", false, 10)).isEmpty();
    assertThat(world.projects.list(STRANGER)).isEmpty();
    assertThat(world.agents.list(STRANGER)).isEmpty();
    assertThat(world.decisions.list(STRANGER, "", -1)).isEmpty();
    assertThat(world.control.list(STRANGER, "", "", false, 10)).isEmpty();
    assertThat(world.agents.list(ServerWorld.ADA)).hasSize(3);
  }

  @Test
  void runBeyondReachIsDirectedByNobody() {
    world.givenAgent("agent-theirs", "theirs");
    var run = open("theirs", "agent-theirs");

    assertThat(world.control.stop(EVE_ACTS, run.id())).isEqualTo(Directed.NO_SUCH_RUN);
    assertThat(world.control.nudge(EVE_ACTS, run.id(), "Stop")).isEqualTo(Directed.NO_SUCH_RUN);
    assertThat(world.control.steps(EVE_ACTS, run.id())).isEmpty();
    assertThat(world.control.find(ServerWorld.ADA, run.id())).contains(run);
  }

  @Test
  void questionIsAskedAndAnsweredWithinReachOnly() {
    ask("d-theirs", "theirs");
    var theirs = world.givenBead("theirs", "Secret").id();

    assertThat(world.decisions.decide(EVE_ACTS, "user-eve", "d-theirs", "yes", ""))
        .isEqualTo(new DecideResult.NoSuchDecision());
    assertThat(world.decisions.ask(EVE, wanted("d", "theirs", null)))
        .isEqualTo(new AskResult.NoSuchProject("theirs"));
    assertThat(world.decisions.ask(EVE, wanted("d", "mine", theirs)))
        .isEqualTo(new AskResult.NoSuchBead(theirs));
    assertThat(world.decisions.ask(EVE, wanted("d-theirs", "mine", null)))
        .isEqualTo(new AskResult.IdTaken("d-theirs"));
    assertThat(world.decisions.ask(EVE, wanted("hops-" + theirs + "-1", "mine", null)))
        .isInstanceOf(AskResult.IdTaken.class);
    assertThat(world.decisions.ask(EVE, wanted("d", "mine", null)))
        .isInstanceOf(AskResult.Asked.class)
        .isEqualTo(world.decisions.ask(EVE, wanted("d", "mine", null)));
  }

  @Test
  void agentMovesBetweenProjectsWithinReachOnly() {
    world.givenAgent("agent-mine", "mine");
    world.givenAgent("agent-theirs", "theirs");

    assertThat(world.agents.assign(EVE_ACTS, "agent-mine", "theirs"))
        .isEqualTo(new AgentChange.NoSuchProject("theirs"));
    assertThat(world.agents.assign(EVE_ACTS, "agent-theirs", "mine"))
        .isEqualTo(new AgentChange.NoSuchAgent());
    assertThat(world.agents.unassign(EVE_ACTS, "agent-theirs", "mine"))
        .isEqualTo(new AgentChange.NoSuchAgent());
    assertThat(world.agents.unassign(ServerWorld.ADA, "agent-theirs", "mine"))
        .isEqualTo(new AgentChange.NotInProject());
  }

  @Test
  void whoMadeSomethingMayDeleteIt() {
    world.givenAgent("agent-mine", "mine");

    assertThat(world.agents.remove(EVE, "agent-mine")).isEqualTo(new AgentChange.NotMaker());
    assertThat(world.projects.delete(EVE, "mine")).isEqualTo(new ProjectChange.NotMaker());
    assertThat(world.projects.delete(EVE, "theirs")).isEqualTo(new ProjectChange.NoSuchProject());
    assertThat(world.projects.create(EVE_ACTS, project("new")))
        .isInstanceOf(CreateResult.Created.class);
    assertThat(world.projects.delete(reaching("new"), "new"))
        .isInstanceOf(ProjectChange.Changed.class);
  }

  @Test
  void nobodyComesByThePastOfAProjectOfAnother() {
    assertThat(world.projects.create(EVE_ACTS, project("new")))
        .isInstanceOf(CreateResult.Created.class);
    assertThat(world.projects.delete(reaching("new"), "new"))
        .isInstanceOf(ProjectChange.Changed.class);

    assertThat(world.projects.create(STRANGER, project("new")))
        .isEqualTo(new CreateResult.IdTaken("new"));
    assertThat(world.projects.create(STRANGER, project("mine")))
        .isEqualTo(new CreateResult.IdTaken("mine"));
    assertThat(world.projects.create(EVE_ACTS, project("new")))
        .isInstanceOf(CreateResult.Created.class);
  }

  @Test
  void nudgesOfOneMomentKeepTheirOrder() {
    world.givenAgent("agent-mine", "mine");
    var run = open("mine", "agent-mine");
    for (int i = 0; i < 8; i++) {
      assertThat(world.control.nudge(EVE_ACTS, run.id(), "nudge " + i)).isEqualTo(Directed.DONE);
    }

    assertThat(world.database.read(ReachTest::nudges))
        .containsExactly(
            "nudge 0", "nudge 1", "nudge 2", "nudge 3", "nudge 4", "nudge 5", "nudge 6", "nudge 7");
  }

  private static List<String> nudges(Handle queries) {
    return queries.createQuery("SELECT text FROM run_nudges ORDER BY n").mapTo(String.class).list();
  }

  private static Caller reaching(String project) {
    return new Caller(EVE.id(), EVE.name(), EVE.permissions(), new Reach.Projects(Set.of(project)));
  }

  private static NewProject project(String id) {
    return new NewProject(id, id, "/r", "main", "", "", null, null, false, false, Map.of());
  }

  private Run open(String project, String agentId) {
    var bead = world.givenBead(project, "Bead of " + agentId);
    var agent = world.agents.find(ServerWorld.ADA, agentId).orElseThrow();
    return world
        .database
        .write(handle -> world.runs.open(handle, bead, agent, "main", "model"))
        .orElseThrow();
  }

  private void ask(String id, String project) {
    world.database.change(handle -> {
      var _ = world.decisions.ask(handle, Actor.SYSTEM, wanted(id, project, null));
    });
  }

  private static NewDecision wanted(String id, String project, @Nullable String bead) {
    return new NewDecision(
        id, project, bead, null, "question", "Which?", List.of(), "", "user-eve", 2);
  }
}
