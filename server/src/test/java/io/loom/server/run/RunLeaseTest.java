package io.loom.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.ServerWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
class RunLeaseTest {
  private static final Duration LEASE = ServerWorld.RUNS.leaseTime();

  private final RunWorld world;

  RunLeaseTest(DatabaseKind kind, @TempDir Path folder) {
    world = new RunWorld(kind, folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void oneOfTwentyServersTakesTheRun() throws Exception {
    var run = world.open("one");
    var tries = new ArrayList<Callable<Optional<Run>>>();
    for (int i = 0; i < 20; i++) {
      var owner = "server-" + i;
      tries.add(() -> world.take(run.id(), owner));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(tries).stream().map(Future::resultNow).flatMap(Optional::stream))
          .extracting(Run::fence)
          .containsExactly(1L);
    }
  }

  @Test
  void runIsTakenAgainWhenItsLeaseRanOut() {
    var first = world.taken("one");

    world.server.clock.advance(LEASE.minusMillis(1));
    assertThat(world.take(first.id(), "other")).isEmpty();
    assertThat(takeable()).isEmpty();

    world.server.clock.advance(Duration.ofMillis(1));
    assertThat(takeable()).containsExactly(first.id());
    assertThat(world.take(first.id(), "other")).map(Run::fence).contains(first.fence() + 1);
  }

  @Test
  void renewedRunStaysWithItsServer() {
    var run = world.taken("one");

    assertThat(renew(run)).isTrue();
    world.server.clock.advance(LEASE.plusSeconds(1));
    assertThat(world.take(run.id(), "other")).isEmpty();
  }

  @Test
  void serverThatLostTheRunCannotRenewOrRelease() {
    var lost = world.taken("one");
    world.server.clock.advance(LEASE);
    var taken = world.take(lost.id(), "other").orElseThrow();

    assertThat(renew(lost)).isFalse();
    assertThat(world.release(lost, RunState.ACTIVE)).isFalse();
    assertThat(renew(taken)).isTrue();
  }

  @Test
  void releasedRunIsTakenUpWhenItsTimeHasCome() {
    var run = world.taken("one");
    var later = world.now().plusSeconds(10);
    var released =
        world.server.database.write(handle ->
            world.repository.release(
                handle, run, RunState.ACTIVE, later, 2, "retry", "Busy.", world.now()));

    assertThat(released).isTrue();
    assertThat(renew(run)).isFalse();
    assertThat(takeable()).isEmpty();
    world.server.clock.advance(Duration.ofSeconds(10));
    assertThat(takeable()).containsExactly(run.id());
    assertThat(world.find(run.id()))
        .extracting(Run::attempt, Run::reason, Run::detail)
        .containsExactly(2, "retry", "Busy.");
  }

  @Test
  void onlyActiveRunsAreTaken() {
    for (var state : RunState.values()) {
      var run = world.taken(state.name());
      if (state == RunState.ENDED) {
        world.end(run, TerminalReason.ERROR);
      } else {
        assertThat(world.release(run, state)).isTrue();
      }

      assertThat(world.take(run.id(), "other").isPresent())
          .as(state.name())
          .isEqualTo(state == RunState.ACTIVE);
    }
  }

  @Test
  void runsOfADeadServerAreFreeAtOnce() {
    var run = world.taken("one");

    world.server.runs.releaseAll();

    assertThat(world.take(run.id(), "other")).isPresent();
  }

  private boolean renew(Run run) {
    return world.server.database.write(
        handle -> world.repository.renew(handle, run, world.now().plus(LEASE).plusSeconds(2)));
  }

  private List<String> takeable() {
    return world.server.database.read(handle ->
        world.repository.listTakeable(handle, world.now(), 10).stream().map(Run::id).toList());
  }
}
