package io.loom.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.ServerWorld;
import io.loom.server.run.JournalRepository.LostRun;
import io.loom.server.run.JournalRepository.Nudge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class JournalRepositoryTest {
  private final RunWorld world;
  private final Run run;

  JournalRepositoryTest(DatabaseKind kind, @TempDir Path folder) {
    world = new RunWorld(kind, folder);
    run = world.taken("one");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void stepIsStoredAsItBeginsAndAsItEnds() {
    world.start(run, 1, StepKind.PREPARE, "{\"a\":1}");
    assertThat(steps().getFirst())
        .isEqualTo(
            new RunStep(
                1, StepKind.PREPARE, "PREPARE", "{\"a\":1}", null, null, 0, world.now(), null));

    world.finish(run, 1, "snapshot");
    assertThat(steps().getFirst())
        .isEqualTo(
            new RunStep(
                1,
                StepKind.PREPARE,
                "PREPARE",
                "{\"a\":1}",
                "{}",
                "snapshot",
                7,
                world.now(),
                world.now()));
  }

  @Test
  void stepUnderWayKeepsItsRequest() {
    world.start(run, 1, StepKind.TURN, "first");
    world.start(run, 1, StepKind.TURN, "second");

    assertThat(steps()).extracting(RunStep::request).containsExactly("first");
  }

  @Test
  void timeOfAStepBegunAgainCountsFromThen() {
    world.start(run, 1, StepKind.TURN, "first");
    world.advance(Duration.ofHours(8));
    world.start(run, 1, StepKind.TURN, "first");

    assertThat(steps()).extracting(RunStep::startedAt).containsExactly(world.now());
  }

  @Test
  void requestOfATurnIsDroppedOnceItIsAnswered() {
    world.start(run, 1, StepKind.TURN, "{\"long\":true}");
    world.finish(run, 1, null);
    world.start(run, 2, StepKind.ACTION, "{\"turn\":1}");
    world.finish(run, 2, null);

    assertThat(steps()).extracting(RunStep::request).containsExactly("{}", "{\"turn\":1}");
  }

  @Test
  void serverThatLostTheRunWritesNothing() {
    world.start(run, 1, StepKind.PREPARE, "{}");
    world.server.clock.advance(ServerWorld.RUNS.leaseTime());
    assertThat(world.take(run.id(), "other")).isPresent();

    assertThatExceptionOfType(LostRun.class).isThrownBy(() -> world.finish(run, 1, "snapshot"));
    assertThatExceptionOfType(LostRun.class)
        .isThrownBy(() -> world.start(run, 2, StepKind.TURN, "{}"));
    assertThat(steps()).hasSize(1).noneMatch(RunStep::done);
  }

  @Test
  void whatWasDoneWithALostStepIsUndone() {
    world.server.clock.advance(ServerWorld.RUNS.leaseTime());
    assertThat(world.take(run.id(), "other")).isPresent();

    assertThatExceptionOfType(LostRun.class)
        .isThrownBy(() ->
            world.server.database.change(handle -> {
              world.journal.addNudge(handle, run.id(), nudge("lost"));
              world.journal.start(handle, run, 1, StepKind.ACTION, "a", "{}", world.now());
            }));
    assertThat(nudges()).isEmpty();
  }

  @Test
  void endedRunIsNotWrittenTo() {
    world.end(run, TerminalReason.ERROR);

    assertThatExceptionOfType(LostRun.class)
        .isThrownBy(() -> world.start(run, 1, StepKind.PREPARE, "{}"));
  }

  @Test
  void stepIsFinishedOnce() {
    world.start(run, 1, StepKind.PREPARE, "{}");
    world.finish(run, 1, "first");

    assertThatExceptionOfType(LostRun.class).isThrownBy(() -> world.finish(run, 1, "second"));
    assertThat(complete(1)).isFalse();
    assertThat(steps()).extracting(RunStep::snapshot).containsExactly("first");
  }

  @Test
  void answerNeedsNoWorkerAndComesOnce() {
    world.start(run, 1, StepKind.ASK, "{}");
    assertThat(world.release(run, RunState.WAITING)).isTrue();

    assertThat(complete(1)).isTrue();
    assertThat(complete(1)).isFalse();
    assertThat(complete(2)).isFalse();
  }

  @Test
  void nextStepBeginsWithAllItsTries() {
    world.server.database.change(
        handle -> handle.execute("UPDATE runs SET attempt = 2 WHERE id = ?", run.id()));
    world.start(run, 1, StepKind.PREPARE, "{}");
    assertThat(world.find(run.id()).attempt()).isEqualTo(2);

    world.finish(run, 1, null);
    assertThat(world.find(run.id()).attempt()).isZero();
  }

  @Test
  void nudgeJoinsOneTurn() {
    world.server.database.change(handle -> {
      world.journal.addNudge(handle, run.id(), nudge("first"));
      world.journal.joinNudges(handle, run.id(), 3);
      world.journal.addNudge(handle, run.id(), nudge("second"));
      world.journal.joinNudges(handle, run.id(), 5);
      world.journal.addNudge(handle, run.id(), nudge("third"));
    });

    assertThat(nudges()).extracting(Nudge::step).containsExactly(3, 5, null);
  }

  private Nudge nudge(String text) {
    world.server.clock.advance(Duration.ofMillis(1));
    return new Nudge(world.server.ids.next(), "ada", text, null, world.now());
  }

  private boolean complete(int n) {
    return world.server.database.write(
        handle -> world.journal.complete(handle, run.id(), n, "{}", null, 0, world.now()));
  }

  private List<RunStep> steps() {
    return world.server.runs.steps(run.id());
  }

  private List<Nudge> nudges() {
    return world.server.database.read(handle -> world.journal.nudges(handle, run.id()));
  }
}
