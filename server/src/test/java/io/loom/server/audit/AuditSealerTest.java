package io.loom.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.audit.AuditCheck.Damaged;
import io.loom.server.audit.AuditCheck.Intact;
import io.loom.server.audit.AuditCheck.Kind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// How records get into the chain and out of it, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(120)
class AuditSealerTest {
  private final AuditWorld world;

  AuditSealerTest(DatabaseKind kind) {
    world = new AuditWorld(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void recordsAreSealedSoonAfterTheirCommit() {
    try (var _ = world.sealer()) {
      world.add(3);

      world.awaitSealed(4);
    }
  }

  @Test
  void whatAKilledServerLeftUnsealedIsSealedByTheNext() {
    world.chain(5);
    world.add(2_500);
    assertThat(world.check())
        .isInstanceOfSatisfying(Intact.class, it -> assertThat(it.waiting()).isEqualTo(2_500));

    try (var _ = world.sealer()) {
      world.awaitSealed(2_505);
    }

    assertThat(world.check())
        .isInstanceOfSatisfying(Intact.class, it -> assertThat(it.checked()).isEqualTo(2_505));
  }

  @Test
  void whatIsRolledBackLeavesNoRecord() {
    try (var _ = world.sealer()) {
      try {
        world.database.change(handle -> {
          world.trail.addOwn(handle, "audit.cut", "no");
          throw new IllegalStateException("changed my mind");
        });
      } catch (IllegalStateException _) {
        // As it is meant to be.
      }
      world.add(1);
      world.awaitSealed(2);
    }

    assertThat(world.check()).isInstanceOf(Intact.class);
  }

  @Test
  void twoServersBuildOneChain() {
    try (var _ = world.sealer();
        var _ = world.sealer()) {
      for (int i = 0; i < 50; i++) {
        world.add(3);
      }
      world.awaitSealed(151);
    }

    assertThat(world.check()).isInstanceOf(Intact.class);
  }

  @Test
  void oldRecordsAreCutOffAndTheRestIsIntact() {
    world.chain(10);
    world.clock.advance(Duration.ofDays(40));
    try (var _ = world.sealer()) {
      world.add(4);
    }
    try (var _ =
        AuditRetention.start(
            world.database,
            world.records,
            world.seals,
            world.trail,
            world.clock,
            Duration.ofDays(30))) {
      Awaitility.await().until(() -> world.sealed().size() == 4);
    }

    assertThat(world.check())
        .isInstanceOfSatisfying(
            Intact.class,
            it -> {
              assertThat(it.first()).isEqualTo(11);
              assertThat(it.last()).isEqualTo(14);
              assertThat(it.waiting()).as("the record of the cut").isEqualTo(1);
            });
  }

  @Test
  void cutThatLoomDidNotMakeIsFound() {
    world.chain(10);
    world.attack(
        "INSERT INTO audit_heads (name, n, hash, mac) SELECT 'cut', n, hash, mac FROM audit_records WHERE n = 5",
        "DELETE FROM audit_records WHERE n <= 5");

    assertThat(world.check()).isEqualTo(new Damaged(0, Kind.HEAD, 0, null));
  }

  /// PostgreSQL only shows a record after others that are younger; SQLite runs one after the other.
  @Test
  void recordThatIsCommittedLateIsNotPassedOver() throws InterruptedException {
    var isWritten = new CountDownLatch(1);
    var mayCommit = new CountDownLatch(1);
    try (var _ = world.sealer()) {
      var slow =
          Thread.ofVirtual()
              .start(() ->
                  world.database.change(handle -> {
                    world.trail.addOwn(handle, "audit.cut", "late");
                    isWritten.countDown();
                    await(mayCommit);
                  }));
      isWritten.await();
      switch (world.kind) {
        case SQLITE -> mayCommit.countDown();
        case POSTGRESQL -> {
          world.add(3);
          world.awaitSealed(4);
          mayCommit.countDown();
        }
      }
      slow.join();
      world.add(1);
      world.awaitSealed(world.kind == DatabaseKind.SQLITE ? 3 : 6);
    }

    assertThat(world.check()).isInstanceOf(Intact.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
