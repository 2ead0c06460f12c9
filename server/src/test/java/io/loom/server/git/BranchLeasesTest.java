package io.loom.server.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import io.loom.server.git.BranchLeases.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class BranchLeasesTest {
  private static final Duration TIME = Duration.ofMinutes(1);

  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final Database database;
  private final BranchLeases leases;

  BranchLeasesTest(DatabaseKind kind) {
    database = kind.fresh("db/server");
    leases = new BranchLeases(database, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void oneOfTwentyGetsTheBranch() throws Exception {
    var tries = new ArrayList<Callable<Optional<Lease>>>();
    for (int i = 0; i < 20; i++) {
      var owner = "owner-" + i;
      tries.add(() -> take(owner));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(tries).stream().map(Future::resultNow).flatMap(Optional::stream))
          .singleElement()
          .extracting(Lease::fence)
          .isEqualTo(1L);
    }
  }

  @Test
  void sameOwnerIsNotLetInTwice() {
    assertThat(take("one")).isPresent();
    assertThat(take("one")).isEmpty();
  }

  @Test
  void otherBranchesAndProjectsAreFree() {
    assertThat(take("one")).isPresent();
    assertThat(leases.take("demo", "other", "two", TIME)).isPresent();
    assertThat(leases.take("other", "main", "two", TIME)).isPresent();
  }

  @Test
  void releasedBranchIsFreeAndItsFenceRises() {
    leases.release(take("one").orElseThrow());

    assertThat(take("two")).map(Lease::fence).contains(2L);
  }

  @Test
  void leaseRunsOut() {
    var lost = take("one").orElseThrow();

    clock.advance(TIME.minusMillis(1));
    assertThat(take("two")).isEmpty();
    clock.advance(Duration.ofMillis(1));
    var taken = take("two").orElseThrow();

    assertThat(leases.renew(lost, TIME)).isFalse();
    leases.release(lost);
    assertThat(take("three")).isEmpty();
    assertThat(leases.renew(taken, TIME)).isTrue();
  }

  @Test
  void renewedLeaseLasts() {
    var lease = take("one").orElseThrow();
    clock.advance(Duration.ofSeconds(50));
    assertThat(leases.renew(lease, TIME)).isTrue();

    clock.advance(Duration.ofSeconds(50));
    assertThat(take("two")).isEmpty();
  }

  @Test
  void whatADeadServerHeldIsFreeAtOnce() {
    assertThat(take("one")).isPresent();

    leases.releaseAll();

    assertThat(take("two")).isPresent();
  }

  private Optional<Lease> take(String owner) {
    return leases.take("demo", "main", owner, TIME);
  }
}
