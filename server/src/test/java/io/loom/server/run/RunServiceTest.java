package io.loom.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.ServerWorld;
import io.loom.server.agent.AgentStatus;
import io.loom.server.bead.Bead;
import io.loom.server.bead.Release;
import io.loom.server.reach.Actor;
import io.loom.server.run.RunControl.Directed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class RunServiceTest {
  private static final Actor ADA = ServerWorld.ADA;

  private final RunWorld world;
  private final ServerWorld server;

  RunServiceTest(DatabaseKind kind, @TempDir Path folder) {
    world = new RunWorld(kind, folder);
    server = world.server;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void openedRunHasItsBeadAndItsAgent() {
    var run = world.open("one");

    assertThat(run).extracting(Run::state, Run::hop).containsExactly(RunState.ACTIVE, 1);
    assertThat(world.find(run.id())).isEqualTo(run);
    assertThat(server.bead(run.beadId()).holder()).isEqualTo(run.id());
    assertThat(server.bead(run.beadId()).status()).isEqualTo("in_progress");
    assertThat(server.agents.find(ADA, "one").orElseThrow().currentBead()).isEqualTo(run.beadId());
    assertThat(server.count("run.started")).isEqualTo(1);
  }

  @Test
  void heldBeadIsNotGivenToAnother() {
    var run = world.open("one");
    var other = server.givenAgent("other", "demo");

    assertThat(open(run.beadId(), "other")).isEmpty();
    assertThat(server.agents.find(ADA, "other")).contains(other);
  }

  @Test
  void busyAgentGetsNoOtherBeadAndTheBeadStaysFree() {
    world.open("one");
    var second = server.givenBead("demo", "Second");
    long before = server.database.read(server.events::last);

    assertThat(open(second.id(), "one")).isEmpty();
    assertThat(server.bead(second.id()))
        .extracting(Bead::status, Bead::holder, Bead::dispatches, Bead::revision)
        .containsExactly("open", null, 0, second.revision());
    long after = server.database.read(server.events::last);
    assertThat(after).isEqualTo(before);
    server.givenAgent("other", "demo");
    assertThat(open(second.id(), "other")).isPresent();
  }

  @Test
  void runThatPeopleSendBackGoesOnWhenItsAgentIsFree() {
    var run = world.taken("one");
    var merge = world.queued(run);

    boolean whileBusy =
        server.database.write(handle -> server.runs.returned(handle, merge, "head", "Rename it"));
    assertThat(whileBusy).isFalse();
    assertThat(world.find(run.id()).state()).isEqualTo(RunState.MERGING);

    server.database.change(handle -> server.agents.endWork(handle, "one", run.beadId()));
    boolean later =
        server.database.write(handle -> server.runs.returned(handle, merge, "head", "Rename it"));
    assertThat(later).isTrue();
    assertThat(world.find(run.id()).state()).isEqualTo(RunState.ACTIVE);
    var result = server.runs.steps(run.id()).getLast().resultJson();
    assertThat(result.path("base").asText()).isEqualTo("head");
    assertThat(result.path("text").asText()).isEqualTo("Rename it");
    assertThat(server.agents.find(ADA, "one").orElseThrow().currentBead()).isEqualTo(run.beadId());
  }

  @Test
  void resultThatPeopleDeclineLeavesTheBeadToThem() {
    var run = world.taken("one");
    var merge = world.queued(run);

    server.database.change(handle -> server.runs.declined(handle, merge, "Not wanted"));

    assertThat(world.find(run.id()))
        .extracting(Run::state, Run::reason)
        .containsExactly(RunState.ENDED, "escalated");
    assertThat(server.bead(run.beadId()))
        .extracting(Bead::status, Bead::hold)
        .containsExactly("open", "Not wanted");
  }

  @Test
  void endIsDoneOnce() {
    var run = world.taken("one");

    world.end(run, TerminalReason.ERROR);
    world.end(run, TerminalReason.COMPLETED);

    assertThat(world.find(run.id()))
        .extracting(Run::state, Run::reason, Run::endedAt)
        .containsExactly(RunState.ENDED, "error", world.now());
    assertThat(server.count("run.ended")).isEqualTo(1);
    assertThat(server.bead(run.beadId()).status()).isEqualTo("open");
    assertThat(server.agents.find(ADA, "one").orElseThrow().status()).isEqualTo(AgentStatus.IDLE);
  }

  @Test
  void beadOfAFailedRunRestsBeforeItIsTakenAgain() {
    var run = world.taken("one");
    world.end(run, TerminalReason.ERROR);

    assertThat(open(run.beadId(), "one")).map(Run::hop).contains(2);
    assertThat(server.bead(run.beadId()).notBefore())
        .isEqualTo(world.now().plus(ServerWorld.RUNS.coolDown()));
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonSaysWhatBecomesOfTheBead(TerminalReason reason) {
    var run = world.open("agent");
    var release = server.runs.releaseAfter(run, reason, "why");

    switch (reason) {
      case COMPLETED -> assertThat(release).isEqualTo(new Release.Closed("why", null, false, 0));
      case CONTEXT_CANCELED, MAX_COST ->
          assertThat(release)
              .isInstanceOfSatisfying(
                  Release.Again.class, again -> assertThat(again.hold()).contains("redispatch"));
      case ESCALATED,
          NO_ACTIONS,
          PARSE_FAILURES,
          VALIDATION_FAILURES,
          INNER_LOOP,
          MAX_ITERATIONS,
          MAX_TIME,
          PROVIDER_REFUSED,
          CONTEXT_TOO_LONG,
          SETUP_FAILED,
          WORKSPACE_LOST,
          RESULT_REFUSED,
          BEAD_LOST,
          ERROR ->
          assertThat(release)
              .isEqualTo(new Release.Again(world.now().plus(ServerWorld.RUNS.coolDown()), null, 0));
    }
  }

  @Test
  void stoppedRunHoldsItsBeadUntilSomebodyLetsItGo() {
    var run = world.taken("one");
    assertThat(world.release(run, RunState.WAITING)).isTrue();

    assertThat(server.control.stop(ADA, run.id())).isEqualTo(Directed.DONE);

    assertThat(world.find(run.id()))
        .extracting(Run::reason, Run::detail)
        .containsExactly("context_canceled", "Stopped by ada.");
    assertThat(server.bead(run.beadId()).hold()).contains("stopped by a person");
    assertThat(open(run.beadId(), "one")).isEmpty();
    var _ = server.beads.redispatch(ADA, run.beadId(), "");
    assertThat(open(run.beadId(), "one")).isPresent();
  }

  @Test
  void runOfAWorkerIsMarkedToBeStopped() {
    var run = world.taken("one");

    assertThat(server.control.stop(ADA, run.id())).isEqualTo(Directed.DONE);

    assertThat(world.find(run.id()))
        .extracting(Run::wanted, Run::state)
        .containsExactly("stop", RunState.ACTIVE);
  }

  @Test
  void pausedRunIsResumed() {
    var run = world.taken("one");
    assertThat(server.control.resume(ADA, run.id())).isEqualTo(Directed.NOT_NOW);

    assertThat(server.control.pause(ADA, run.id())).isEqualTo(Directed.DONE);
    assertThat(world.release(run, RunState.PAUSED)).isTrue();
    assertThat(world.take(run.id(), "other")).isEmpty();

    assertThat(server.control.resume(ADA, run.id())).isEqualTo(Directed.DONE);
    assertThat(world.take(run.id(), "other")).isPresent();
    assertThat(server.count("run.state_change")).isEqualTo(1);
  }

  @Test
  void pauseThatNoWorkerSawIsTakenBack() {
    var run = world.taken("one");
    assertThat(server.control.pause(ADA, run.id())).isEqualTo(Directed.DONE);

    assertThat(server.control.resume(ADA, run.id())).isEqualTo(Directed.DONE);
    assertThat(world.find(run.id()).wanted()).isEqualTo("run");
  }

  @Test
  void nobodyDirectsWhatIsNotOrHasEnded() {
    var run = world.taken("one");
    world.end(run, TerminalReason.ERROR);
    var runs = server.control;

    for (var id : new String[] {"none", run.id()}) {
      var expected = id.equals("none") ? Directed.NO_SUCH_RUN : Directed.ALREADY_ENDED;
      assertThat(runs.pause(ADA, id)).isEqualTo(expected);
      assertThat(runs.resume(ADA, id)).isEqualTo(expected);
      assertThat(runs.stop(ADA, id)).isEqualTo(expected);
      assertThat(runs.nudge(ADA, id, "Hurry")).isEqualTo(expected);
    }
  }

  @Test
  void nudgeWaitsForTheNextTurn() {
    var run = world.taken("one");

    assertThat(server.control.nudge(ADA, run.id(), "Hurry")).isEqualTo(Directed.DONE);

    var nudges = server.database.read(handle -> world.journal.nudges(handle, run.id()));
    assertThat(nudges)
        .singleElement()
        .satisfies(nudge -> {
          assertThat(nudge.author()).isEqualTo("ada");
          assertThat(nudge.text()).isEqualTo("Hurry");
          assertThat(nudge.step()).isNull();
        });
  }

  @Test
  void mergedRunClosesItsBead() {
    var run = world.taken("one");
    var merge = world.queued(run);

    server.database.change(handle -> server.runs.merged(handle, merge, RunWorld.COMMIT));

    assertThat(world.find(run.id()))
        .extracting(Run::reason, Run::resultCommit)
        .containsExactly("completed", RunWorld.COMMIT);
    assertThat(server.bead(run.beadId()))
        .satisfies(bead -> {
          assertThat(bead.isClosed()).isTrue();
          assertThat(bead.verified()).isEqualTo("verified");
          assertThat(bead.mergedCommit()).isEqualTo(RunWorld.COMMIT);
        });
    assertThat(server.runs.steps(run.id()).getFirst().resultJson().path("merged").asBoolean())
        .isTrue();
  }

  @Test
  void mergeThatIsNotCommittedChangesNothing() {
    var run = world.taken("one");
    var merge = world.queued(run);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            server.database.change(handle -> {
              server.runs.merged(handle, merge, RunWorld.COMMIT);
              throw new IllegalStateException("crash");
            }));
    assertThat(world.find(run.id()).state()).isEqualTo(RunState.MERGING);
    assertThat(server.bead(run.beadId()).isClosed()).isFalse();
    assertThat(server.runs.steps(run.id()).getFirst().done()).isFalse();
    assertThat(server.count("run.ended")).isZero();
  }

  @Test
  void rejectedRunIsWorkedOnAgain() {
    var run = world.taken("one");
    var merge = world.queued(run);
    assertThat(world.take(run.id(), "other")).isEmpty();

    server.database.change(handle -> server.runs.rejected(handle, merge, "d".repeat(40), "No."));

    assertThat(world.take(run.id(), "other")).isPresent();
    var next = new RunPlanner(ServerWorld.RUNS.limits()).next(server.runs.steps(run.id()));
    assertThat(next).isEqualTo(new NextStep.Rebase("d".repeat(40)));
    assertThat(server.bead(run.beadId()).holder()).isEqualTo(run.id());
  }

  @Test
  void endedRunHasNothingInTheQueue() {
    var run = world.taken("one");
    world.queued(run);
    assertThat(server.merges.findQueued(run.id())).isPresent();

    assertThat(server.control.stop(ADA, run.id())).isEqualTo(Directed.DONE);

    assertThat(server.merges.findQueued(run.id())).isEmpty();
  }

  @Test
  void runsThatWaitForPeopleDoNotCountAsWorking() {
    var waiting = world.taken("one");
    var merging = world.taken("two");
    world.open("three");
    assertThat(world.release(waiting, RunState.WAITING)).isTrue();
    assertThat(world.release(merging, RunState.MERGING)).isTrue();

    Map<String, Integer> working = server.database.read(server.runs::countWorking);
    assertThat(working).containsEntry("demo", 2);
    long open = server.database.read(handle -> server.runs.countOpen(handle, "demo"));
    assertThat(open).isEqualTo(3);
  }

  @Test
  void runsOfADeletedProjectAreStopped() {
    var run = world.taken("one");

    server.database.change(handle -> server.runs.stopAll(handle, ADA.name(), "demo"));

    assertThat(world.find(run.id()).reason()).isEqualTo("context_canceled");
    server.clock.advance(Duration.ofHours(1));
    assertThat(world.take(run.id(), "other")).isEmpty();
  }

  private Optional<Run> open(String beadId, String agentId) {
    var bead = server.bead(beadId);
    var agent = server.agents.find(ADA, agentId).orElseThrow();
    return server.database.write(handle -> server.runs.open(handle, bead, agent, "main", "model"));
  }
}
