package io.loom.server.bead;

import static io.loom.server.bead.BeadWorld.ADA;
import static io.loom.server.bead.BeadWorld.NOON;
import static io.loom.server.bead.BeadWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.BeadPatch;
import io.loom.api.NewBead;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.reach.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What people and agents do with beads, on both databases.
@ParameterizedClass
@EnumSource
class BeadServiceTest {
  private final BeadWorld world;
  private final BeadService beads;

  BeadServiceTest(DatabaseKind kind) {
    world = new BeadWorld(kind);
    beads = world.beads;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void newBeadHasAShortIdOfItsProject() {
    var bead = done(beads.create(ADA, NewBead.of("demo", "Fix it", "bug", "It is broken", 0)));

    assertThat(bead.id()).matches("demo-[0-9a-z]{3}");
    assertThat(bead.priority()).isZero();
    assertThat(bead.document().line())
        .isEqualTo(
            "{\"id\":\"%s\",\"title\":\"Fix it\",\"description\":\"It is broken\",\"status\":\"open\",\"priority\":0,\"issue_type\":\"bug\",\"created_at\":\"2026-01-01T12:00:00Z\",\"created_by\":\"ada\",\"updated_at\":\"2026-01-01T12:00:00Z\"}"
                .formatted(bead.id()));
    assertThat(world.eventTypes()).containsExactly("bead.created");
  }

  @Test
  void childIsNumberedBelowItsParent() {
    var epic = world.given(NewBead.of("demo", "All", "epic", "", 1));

    var first = world.given(NewBead.of("demo", "One", "task", "", 1).withParent(epic));
    var second = world.given(NewBead.of("demo", "Two", "task", "", 1).withParent(epic));

    assertThat(List.of(first, second)).containsExactly(epic + ".1", epic + ".2");
    assertThat(world.find(first).parent()).isEqualTo(epic);
  }

  @Test
  void beadOfNoProjectIsInvalid() {
    assertThat(beads.create(ADA, NewBead.of("nowhere", "t", "task", "", 2)))
        .isInstanceOf(BeadResult.Invalid.class);
  }

  @Test
  void titleIsAtMostFiveHundredBytes() {
    assertThat(beads.create(ADA, NewBead.of("demo", "é".repeat(251), "task", "", 2)))
        .isInstanceOf(BeadResult.Invalid.class);
    done(beads.create(ADA, NewBead.of("demo", "é".repeat(250), "task", "", 2)));
  }

  @Test
  void blockedBeadIsReadyOnceItsBlockerIsClosed() {
    var first = world.given("first");
    var second = world.given(NewBead.of("demo", "2", "task", "", 2).withBlockedBy(List.of(first)));
    assertThat(world.ready()).containsExactly(first);

    done(beads.close(ADA, first, "done", BeadService.Guard.CHECKED));

    assertThat(world.ready()).containsExactly(second);
    assertThat(world.find(second).blocked()).isFalse();
  }

  @Test
  void circleOfDependenciesIsRefused() {
    var first = world.given("first");
    var second = world.given(NewBead.of("demo", "2", "task", "", 2).withBlockedBy(List.of(first)));
    var third = world.given(NewBead.of("demo", "3", "task", "", 2).withBlockedBy(List.of(second)));

    assertThat(beads.addDependency(ADA, first, third, "blocks"))
        .isInstanceOf(BeadResult.Invalid.class);
    assertThat(world.find(first).edges()).isEmpty();
    done(beads.addDependency(ADA, first, third, "related"));
  }

  @Test
  void refusedPatchChangesNothing() {
    var first = world.given("first");
    var second = world.given(NewBead.of("demo", "2", "task", "", 2).withBlockedBy(List.of(first)));

    var patch =
        new BeadPatch(
            "New title",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(first, second),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    assertThat(beads.update(ADA, second, patch)).isInstanceOf(BeadResult.Invalid.class);

    assertThat(world.find(second).title()).isEqualTo("2");
    assertThat(world.find(first).edges()).isEmpty();
  }

  @Test
  void unknownStatusIsInvalid() {
    var id = world.given("t");

    assertThat(beads.update(ADA, id, BeadPatch.ofStatus("finished")))
        .isInstanceOf(BeadResult.Invalid.class);
  }

  @Test
  void priorityZeroStaysZero() {
    var id = world.given("t");

    assertThat(done(beads.update(ADA, id, BeadPatch.ofPriority(0))).priority()).isZero();
    assertThat(world.find(id).document().line()).contains("\"priority\":0");
  }

  @Test
  void contextMergesKeyByKey() {
    var id = world.given("t");
    beads.update(ADA, id, BeadPatch.ofContext(Map.of("a", "1", "b", "2")));

    var bead = done(beads.update(ADA, id, BeadPatch.ofContext(Map.of("b", "3", "a", ""))));

    assertThat(bead.context()).isEqualTo(Map.of("b", "3"));
    assertThat(bead.document().line()).doesNotContain("context");
  }

  @Test
  void closedBeadHasItsTimeAndReopenedOneHasNot() {
    var id = world.given("t");

    var closed = done(beads.close(ADA, id, "fixed", BeadService.Guard.CHECKED));
    assertThat(closed.document().text("close_reason")).isEqualTo("fixed");
    assertThat(closed.document().time("closed_at")).isEqualTo(world.clock.instant());

    var open = done(beads.reopen(ADA, id, "not fixed"));
    assertThat(open.status()).isEqualTo("open");
    assertThat(open.document().time("closed_at")).isNull();
    assertThat(open.document().text("close_reason")).isEmpty();
    assertThat(open.document().comments()).hasSize(1);
    assertThat(world.eventTypes())
        .containsExactly(
            "bead.created", "bead.status_change", "bead.completed", "bead.status_change");
  }

  @Test
  void epicWithOpenChildrenIsClosedOnlyByForce() {
    var epic = world.given(NewBead.of("demo", "All", "epic", "", 1));
    world.given(NewBead.of("demo", "One", "task", "", 1).withParent(epic));

    assertThat(beads.close(ADA, epic, "", BeadService.Guard.CHECKED))
        .isInstanceOf(BeadResult.Refused.class);
    done(beads.close(ADA, epic, "", BeadService.Guard.FORCED));
  }

  @Test
  void claimIsTheClaimersAndMayBeRepeated() {
    var id = world.given("t");

    assertThat(beads.claim(ADA, id, "ada")).isInstanceOf(ClaimResult.Claimed.class);
    assertThat(beads.claim(ADA, id, "ada")).isInstanceOf(ClaimResult.Claimed.class);
    assertThat(beads.claim(Actor.everywhere("user:bob"), id, "bob"))
        .isEqualTo(new ClaimResult.HeldByOther("ada"));
    assertThat(world.find(id).status()).isEqualTo("in_progress");
    assertThat(world.find(id).document().time("started_at")).isEqualTo(world.clock.instant());
  }

  @Test
  void beadThatARunHoldsIsNotClaimed() {
    var id = world.given("t");
    world.take(id, "run-1");

    assertThat(beads.claim(ADA, id, "ada")).isEqualTo(new ClaimResult.HeldByOther("run-1"));
    assertThat(beads.redispatch(ADA, id, "again")).isInstanceOf(BeadResult.Refused.class);
  }

  @Test
  void changeOfADocumentIsASecondLaterAtLeast() {
    var id = world.given("t");
    var before = world.find(id).document().time("updated_at");

    beads.comment(ADA, id, "one");

    assertThat(before).isNotNull();
    assertThat(world.find(id).document().time("updated_at")).isEqualTo(before.plusSeconds(1));
  }

  @Test
  void deferredBeadIsReadyWhenItsTimeComes() {
    var epic = world.given(NewBead.of("demo", "All", "epic", "", 1));
    var child = world.given(NewBead.of("demo", "One", "task", "", 1).withParent(epic));
    var later =
        new BeadPatch(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            NOON.plus(Duration.ofHours(1)),
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    beads.update(ADA, epic, later);
    assertThat(world.ready()).isEmpty();

    world.clock.advance(Duration.ofHours(2));
    assertThat(world.ready()).containsExactly(child, epic);
  }

  @Test
  void readyListsNewestFirstAndDispatchTakesOldestFirst() {
    var old = world.given("old");
    var young = world.given("young");
    var urgent = world.given(NewBead.of("demo", "urgent", "task", "", 0));

    assertThat(world.ready()).containsExactly(urgent, young, old);
    assertThat(world.dispatchable()).containsExactly(urgent, old, young);
  }

  @Test
  void everyChangeOfOneBeadAtOnceIsKept() throws Exception {
    var id = world.given("t");
    var changes = new java.util.ArrayList<java.util.concurrent.Callable<BeadResult>>();
    for (int i = 0; i < 20; i++) {
      var text = "comment " + i;
      changes.add(() -> beads.comment(ADA, id, text));
    }

    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(changes);
    }

    assertThat(world.find(id).document().comments()).hasSize(20);
  }

  @Test
  void twoBlockersClosedAtOnceFreeTheBead() throws Exception {
    for (int round = 0; round < 10; round++) {
      var one = world.given("one");
      var two = world.given("two");
      var id = world.given(NewBead.of("demo", "t", "task", "", 2).withBlockedBy(List.of(one, two)));
      try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
        threads.invokeAll(
            List.of(
                () -> beads.close(ADA, one, "", BeadService.Guard.CHECKED),
                () -> beads.close(ADA, two, "", BeadService.Guard.CHECKED)));
      }
      assertThat(world.find(id).blocked()).isFalse();
    }
  }
}
