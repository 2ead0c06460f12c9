package io.loom.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.TestBeads;
import io.loom.server.bead.Bead;
import io.loom.server.dispatch.DispatchPlan.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plans of random worlds, and what is true of every plan.
class DispatchPlannerWalkTest {
  private static final List<String> ROLES = List.of("ceo", "engineering-manager", "qa-engineer");
  private static final List<String> PROJECTS = List.of("a", "b", "c");
  private static final int MAX_HOPS = 3;

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42, 4711, 20260101})
  void everyBeadIsAssignedEscalatedOrHeldWithAReason(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      var name = "seed %d, world %d".formatted(seed, i);
      var snapshot = world(random).snapshot();
      var plan = new DispatchPlanner(MAX_HOPS).plan(snapshot);
      var assigned = plan.assignments();

      assertThat(assigned).as(name).hasSizeLessThanOrEqualTo(snapshot.capacity());
      assertThat(assigned).as(name).extracting(Assignment::agent).doesNotHaveDuplicates();
      assertThat(snapshot.idle())
          .as(name)
          .containsAll(assigned.stream().map(Assignment::agent).toList());
      assertThat(assigned).as(name).allSatisfy(DispatchPlannerWalkTest::fits);
      var outcomes = new ArrayList<>(plan.held().keySet());
      assigned.forEach(assignment -> outcomes.add(assignment.bead().id()));
      plan.escalations().forEach(bead -> outcomes.add(bead.id()));
      assertThat(outcomes)
          .as(name)
          .containsExactlyInAnyOrderElementsOf(
              snapshot.ready().values().stream().flatMap(List::stream).map(Bead::id).toList());
      assertThat(plan.held().values()).as(name).noneMatch(String::isBlank);
      assertThat(plan.escalations()).as(name).allMatch(bead -> bead.dispatches() > MAX_HOPS);
    }
  }

  private static void fits(Assignment it) {
    var project = it.agent().projectId();
    assertThat(project == null || project.equals(it.bead().projectId())).isTrue();
    var assignee = it.bead().assignee();
    assertThat(assignee.isEmpty() || assignee.equals(it.agent().id())).isTrue();
    assertThat(it.bead().dispatches()).isLessThanOrEqualTo(MAX_HOPS);
  }

  private static TestSnapshot world(Random random) {
    var world = new TestSnapshot().capacity(random.nextInt(8));
    for (var project : PROJECTS) {
      if (random.nextInt(8) > 0) {
        world.project(project, random.nextInt(5) == 0 ? "It is not ready." : null);
      }
      world.working(project, random.nextInt(4));
      var beads = new ArrayList<Bead>();
      for (int i = random.nextInt(7); i > 0; i--) {
        beads.add(bead(project, project + i, random));
      }
      world.ready(project, beads.toArray(Bead[]::new));
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      var project = random.nextBoolean() ? null : PROJECTS.get(random.nextInt(3));
      var provider = random.nextInt(5) == 0 ? null : TestSnapshot.PROVIDER;
      world.agent("agent-" + i, ROLES.get(random.nextInt(3)), project, provider);
    }
    return world;
  }

  private static Bead bead(String project, String id, Random random) {
    var assignee = random.nextInt(4) == 0 ? "agent-" + random.nextInt(10) : "";
    var title = random.nextInt(4) == 0 ? "[qa-engineer] Test it" : "Mend it";
    return TestBeads.bead(
        project,
        "{\"id\":\"%s\",\"title\":\"%s\",\"assignee\":\"%s\"}".formatted(id, title, assignee),
        random.nextInt(MAX_HOPS + 2));
  }
}
