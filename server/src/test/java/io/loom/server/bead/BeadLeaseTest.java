package io.loom.server.bead;

import static io.loom.server.bead.BeadWorld.ADA;
import static io.loom.server.bead.BeadWorld.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
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

/// Who holds a bead, on both databases.
@ParameterizedClass
@EnumSource
class BeadLeaseTest {
  private static final Release AGAIN = new Release.Again(Instant.EPOCH, null, 0);

  private final BeadWorld world;

  BeadLeaseTest(DatabaseKind kind) {
    world = new BeadWorld(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void takenBeadIsInProgressAndOffTheList() {
    var id = world.given("t");

    assertThat(world.take(id, "run-1")).contains(1L);

    var bead = world.find(id);
    assertThat(bead.status()).isEqualTo("in_progress");
    assertThat(bead.holder()).isEqualTo("run-1");
    assertThat(bead.dispatches()).isEqualTo(1);
    assertThat(bead.leaseUntil()).isEqualTo(world.clock.instant().plus(LEASE));
    assertThat(world.dispatchable()).isEmpty();
    assertThat(world.eventTypes())
        .containsExactly("bead.created", "bead.assigned", "bead.status_change");
  }

  @Test
  void ofManyRacingRunsExactlyOneWins() throws Exception {
    var id = world.given("t");
    var takes = new ArrayList<Callable<Optional<Long>>>();
    for (int i = 0; i < 20; i++) {
      var run = "run-" + i;
      takes.add(() -> world.take(id, run));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(takes))
          .extracting(Future::resultNow)
          .filteredOn(Optional::isPresent)
          .containsExactly(Optional.of(1L));
    }
    assertThat(world.find(id).fence()).isEqualTo(1);
  }

  @Test
  void lostLeaseIsTakenOverAndItsFenceIsRefused() {
    var id = world.given("t");
    world.take(id, "run-1");
    world.clock.advance(LEASE);

    // Its run may still be continued, so dispatch does not offer it; but the lease holds nobody
    // off.
    assertThat(world.dispatchable()).isEmpty();
    assertThat(world.take(id, "run-2")).contains(2L);

    var until = world.clock.instant().plus(LEASE);
    boolean renewed = world.database.write(tx -> world.beads.renew(tx, id, "run-1", 1, until));
    assertThat(renewed).isFalse();
    assertThat(world.release(id, "run-1", 1, AGAIN)).isFalse();
    assertThat(world.find(id).holder()).isEqualTo("run-2");
  }

  @Test
  void renewedLeaseLastsLonger() {
    var id = world.given("t");
    world.take(id, "run-1");
    world.clock.advance(Duration.ofMinutes(9));
    var until = world.clock.instant().plus(LEASE);

    boolean renewed = world.database.write(tx -> world.beads.renew(tx, id, "run-1", 1, until));

    world.clock.advance(Duration.ofMinutes(9));
    assertThat(renewed).isTrue();
    assertThat(world.take(id, "run-2")).isEmpty();
  }

  @Test
  void beadThatWasGivenBackCoolsDown() {
    var id = world.given("t");
    long fence = world.take(id, "run-1").orElseThrow();
    var later = world.clock.instant().plus(Duration.ofMinutes(2));

    assertThat(world.release(id, "run-1", fence, new Release.Again(later, null, 5_000))).isTrue();

    assertThat(world.find(id).status()).isEqualTo("open");
    assertThat(world.find(id).costMicros()).isEqualTo(5_000);
    assertThat(world.dispatchable()).isEmpty();
    world.clock.advance(Duration.ofMinutes(2));
    assertThat(world.dispatchable()).containsExactly(id);
  }

  @Test
  void beadOnHoldWaitsForSomebodyToRedispatchIt() {
    var id = world.given("t");
    long fence = world.take(id, "run-1").orElseThrow();
    world.release(id, "run-1", fence, new Release.Blocked("Which colour?", 0));

    assertThat(world.find(id).status()).isEqualTo("blocked");
    assertThat(world.find(id).heldSince()).isEqualTo(world.clock.instant());
    assertThat(world.take(id, "run-2")).isEmpty();

    BeadWorld.done(world.beads.redispatch(ADA, id, "Blue."));
    assertThat(world.dispatchable()).containsExactly(id);
    assertThat(world.find(id).hold()).isNull();
  }

  @Test
  void finishedBeadIsClosedWithItsCommit() {
    var first = world.given("t");
    var second = world.given("u");
    world.beads.addDependency(ADA, second, first, "blocks");
    long fence = world.take(first, "run-1").orElseThrow();

    world.release(first, "run-1", fence, new Release.Closed("merged", "abc", true, 7));

    var bead = world.find(first);
    assertThat(bead.isClosed()).isTrue();
    assertThat(bead.mergedCommit()).isEqualTo("abc");
    assertThat(bead.verified()).isEqualTo("verified");
    assertThat(bead.document().text("close_reason")).isEqualTo("merged");
    assertThat(world.dispatchable()).containsExactly(second);
    assertThat(world.eventTypes()).contains("bead.completed");
  }

  @Test
  void beadThatSomebodyClosedMeanwhileStaysClosed() {
    var id = world.given("t");
    long fence = world.take(id, "run-1").orElseThrow();
    world.beads.close(ADA, id, "obsolete", BeadService.Guard.CHECKED);

    assertThat(world.release(id, "run-1", fence, AGAIN)).isTrue();

    assertThat(world.find(id).status()).isEqualTo("closed");
    assertThat(world.find(id).holder()).isNull();
  }

  @Test
  void blockedBeadIsNotTaken() {
    var first = world.given("t");
    var second = world.given("u");
    world.beads.addDependency(ADA, second, first, "blocks");

    assertThat(world.take(second, "run-1")).isEmpty();
  }
}
