package io.loom.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.NewBead;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.ServerWorld;
import io.loom.server.agent.AgentStatus;
import io.loom.server.bead.Bead;
import io.loom.server.bead.BeadService;
import io.loom.server.decision.Decision;
import io.loom.server.project.ReadinessIssue;
import io.loom.server.run.Run;
import io.loom.server.run.RunControl.Directed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class DispatchLoopTest {
  private static final int PLACES = 6;
  private static final int MAX_HOPS = 3;

  private final ServerWorld world;
  private final DispatchLoop loop;

  DispatchLoopTest(DatabaseKind kind, @TempDir Path folder) {
    world = new ServerWorld(kind, folder);
    world.givenProject("demo", "file:///nowhere");
    world.givenProvider("main");
    loop = anotherServer();
  }

  private DispatchLoop anotherServer() {
    return new DispatchLoop(
        world.database,
        world.beads,
        world.agents,
        world.projects,
        world.providers.service(),
        world.decisions,
        world.runs,
        world.clock,
        new DispatchConfig(PLACES, MAX_HOPS, Duration.ofHours(1), true));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void readyBeadBecomesARun() {
    world.givenAgent("one", "demo");
    var bead = world.givenBead("demo", "Mend it");

    assertThat(loop.pass()).isEqualTo(1);

    assertThat(open())
        .singleElement()
        .satisfies(run -> {
          assertThat(run.beadId()).isEqualTo(bead.id());
          assertThat(run.agentId()).isEqualTo("one");
          assertThat(run.providerId()).isEqualTo("main");
          assertThat(run.model()).isEqualTo("model");
        });
    assertThat(loop.pass()).isZero();
  }

  @Test
  void beadThatAnotherBlocksWaits() {
    world.givenAgent("one", "demo");
    world.givenAgent("two", "demo");
    var first = world.givenBead("demo", "First");
    var second = world.givenBead("demo", "Second");
    var _ = world.beads.addDependency(ServerWorld.ADA, second.id(), first.id(), "blocks");

    assertThat(loop.pass()).isEqualTo(1);

    assertThat(open()).extracting(Run::beadId).containsExactly(first.id());
  }

  @Test
  void urgentThenOldestGoFirst() {
    world.givenAgent("one", "demo");
    var older = world.givenBead("demo", "Older");
    var newer = world.givenBead("demo", "Newer");
    var urgent = world.givenBead(NewBead.of("demo", "Urgent", "task", "", 0));

    for (var bead : List.of(urgent, older, newer)) {
      assertThat(loop.pass()).isEqualTo(1);
      assertThat(open()).extracting(Run::beadId).containsExactly(bead.id());
      stop(open().getFirst());
      var _ = world.beads.close(ServerWorld.ADA, bead.id(), "Done.", BeadService.Guard.FORCED);
    }
  }

  @Test
  void noMoreRunsThanPlaces() {
    for (int i = 0; i < PLACES + 2; i++) {
      world.givenAgent("agent-" + i, null);
      world.givenBead("demo", "Bead " + i);
    }

    assertThat(loop.pass()).isEqualTo(PLACES);
    assertThat(loop.pass()).isZero();

    stop(open().getFirst());
    assertThat(loop.pass()).isEqualTo(1);
    assertThat(open()).hasSize(PLACES);
  }

  @Test
  void racingServersOpenOneRunForABeadAndAnAgent() throws Exception {
    int agents = 4;
    for (int i = 0; i < agents; i++) {
      world.givenAgent("agent-" + i, "demo");
    }
    for (int i = 0; i < 3 * agents; i++) {
      world.givenBead("demo", "Bead " + i);
    }
    var passes = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < 20; i++) {
      var server = anotherServer();
      passes.add(server::pass);
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var opened = threads.invokeAll(passes).stream().mapToInt(Future::resultNow).sum();

      assertThat(opened).isEqualTo(agents);
    }
    assertThat(open()).hasSize(agents);
    assertThat(open()).extracting(Run::beadId).doesNotHaveDuplicates();
    assertThat(open()).extracting(Run::agentId).doesNotHaveDuplicates();
    assertThat(open())
        .allSatisfy(run -> assertThat(world.bead(run.beadId()).holder()).isEqualTo(run.id()));
    assertThat(world.agents.list(ServerWorld.ADA))
        .allSatisfy(agent -> assertThat(agent.status()).isEqualTo(AgentStatus.WORKING));
  }

  @Test
  void projectThatIsNotReadySaysWhy() {
    world.givenAgent("one", "demo");
    var bead = world.givenBead("demo", "Mend it");
    world.projects.setReadiness(
        "demo", false, List.of(new ReadinessIssue("git_access", "No access.", "Ask.", true)));

    assertThat(loop.pass()).isZero();
    assertThat(loop.reason(bead)).contains("Its project is not ready: No access.");
    assertThat(loop.state())
        .isEqualTo(new DispatchState("parked", "Its project is not ready: No access."));

    world.projects.setReadiness("demo", true, List.of());
    assertThat(loop.pass()).isEqualTo(1);
  }

  @Test
  void providerThatIsGoneIsTheReason() {
    world.givenAgent("one", "demo");
    var bead = world.givenBead("demo", "Mend it");
    world.database.change(handle -> handle.execute("UPDATE providers SET status = 'failed'"));

    assertThat(loop.pass()).isZero();
    assertThat(loop.reason(bead)).contains("No provider can be asked now.");
  }

  @Test
  void beadThatComesBackTooOftenIsAskedAboutOnce() {
    world.givenAgent("one", "demo");
    var bead = world.givenBead("demo", "Mend it");
    for (int i = 0; i <= MAX_HOPS; i++) {
      assertThat(loop.pass()).isEqualTo(1);
      stop(open().getFirst());
    }

    assertThat(loop.pass()).isZero();
    assertThat(loop.pass()).isZero();

    List<Decision> questions =
        world.database.read(handle -> world.decisions.openFor(handle, bead.id()));
    assertThat(questions)
        .singleElement()
        .satisfies(decision -> assertThat(decision.kind()).isEqualTo("max_hops"));
    assertThat(world.bead(bead.id()))
        .extracting(Bead::priority, Bead::hold)
        .containsExactly(0, HopQuestion.HOLD);
  }

  @Test
  void stateSaysWhatIsDone() {
    assertThat(loop.state()).isEqualTo(new DispatchState("parked", "not started"));
    var _ = loop.pass();
    assertThat(loop.state()).isEqualTo(new DispatchState("parked", "no dispatchable beads"));

    world.givenAgent("one", "demo");
    var bead = world.givenBead("demo", "Mend it");
    var _ = loop.pass();
    assertThat(loop.state()).isEqualTo(new DispatchState("active", "dispatching " + bead.id()));
    var _ = loop.pass();
    assertThat(loop.state()).isEqualTo(new DispatchState("active", "runs are under way"));
  }

  private List<Run> open() {
    return world.control.list(ServerWorld.ADA, "", "", true, 100);
  }

  /// Ends a run that no worker has; its bead is free again.
  private void stop(Run run) {
    world.database.change(handle -> {
      handle.execute("UPDATE runs SET state = 'waiting' WHERE id = ?", run.id());
    });
    assertThat(world.control.stop(ServerWorld.ADA, run.id())).isEqualTo(Directed.DONE);
    world.database.change(
        handle -> handle.execute("UPDATE beads SET hold = NULL WHERE id = ?", run.beadId()));
  }
}
