package io.loom.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Json;
import io.loom.server.ServerWorld;
import io.loom.server.provider.ModelOutcome.Usage;
import io.loom.server.run.RunControl.Directed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What people tell runs, at awkward moments.
@ParameterizedClass
@EnumSource
class RunDirectionTest {
  private final RunWorld world;
  private final ServerWorld server;

  RunDirectionTest(DatabaseKind kind, @TempDir Path folder) {
    world = new RunWorld(kind, folder);
    server = world.server;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void resumeDoesNotTakeAStopBack() {
    var run = world.taken("one");
    assertThat(server.control.stop(ServerWorld.ADA, run.id())).isEqualTo(Directed.DONE);

    assertThat(server.control.resume(ServerWorld.ADA, run.id())).isEqualTo(Directed.NOT_NOW);
    assertThat(world.find(run.id()).wanted()).isEqualTo("stop");
  }

  @Test
  void beadOfAnOpenRunIsNotGivenToASecondOne() {
    world.open("one");
    server.clock.advance(Duration.ofHours(1));

    var free =
        server.database.read(handle -> server.beads.dispatchable(handle, "demo", world.now(), 10));
    assertThat(free).isEmpty();
  }

  @Test
  void runThatWaitsForItsRetryIsStoppedAtOnce() {
    var run = world.taken("one");
    var later = world.now().plusSeconds(100);
    server.database.change(handle -> {
      var _ =
          world.repository.release(
              handle, run, RunState.ACTIVE, later, 1, "retry", "Busy.", world.now());
    });

    assertThat(server.control.stop(ServerWorld.ADA, run.id())).isEqualTo(Directed.DONE);
    assertThat(world.find(run.id()).endedAt()).isNotNull();
  }

  @Test
  void callWithoutAnIdIsAnsweredUnderTheIdThatGoesBack() {
    var message =
        Json.tree(
            """
            {"role": "assistant", "content": "", "tool_calls": [{"type": "function",
              "function": {"name": "read_file", "arguments": "{\\"path\\":\\"a\\"}"}}]}
            """);
    var steps = new ArrayList<>(TestJournal.prepared().steps());
    var answer = StepResults.answered(message, new Usage(1, 1, 0), true, false);
    steps.add(
        new RunStep(
            2, StepKind.TURN, "m", "{}", answer, null, 0, TestJournal.NOON, TestJournal.NOON));

    var all = new TestJournal(steps).did("read_file").steps();
    var messages = Conversation.messages(all, List.of(), 4);
    assertThat(messages.get(3).path("tool_call_id").asText())
        .isNotEmpty()
        .isEqualTo(messages.get(2).path("tool_calls").path(0).path("id").asText());
  }

  @Test
  void withdrawnBudgetQuestionGrantsNothing() {
    var planner = new RunPlanner(new RunLimits(10, Duration.ofHours(1), 1000, 3));

    assertThat(planner.next(TestJournal.prepared().costing(1000).asked("", "").steps()))
        .isInstanceOf(NextStep.End.class);
  }
}
