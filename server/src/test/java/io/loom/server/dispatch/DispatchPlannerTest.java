package io.loom.server.dispatch;

import static io.loom.server.dispatch.TestSnapshot.bead;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.TestBeads;
import io.loom.server.bead.Bead;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatchPlannerTest {
  private static final int MAX_HOPS = 3;
  private static final String WORKER = "engineering-manager";

  private final DispatchPlanner planner = new DispatchPlanner(MAX_HOPS);

  @Test
  void beadsGoInTheirOrderToAgentsInTheirs() {
    var world =
        demo()
            .agent("qa", "qa-engineer", "demo")
            .agent("manager", WORKER, "demo")
            .agent("designer", "web-designer-engineer", "demo")
            .ready("demo", bead("demo", "a", ""), bead("demo", "b", ""), bead("demo", "c", ""));

    assertThat(assigned(world))
        .containsExactly(
            Map.entry("a", "manager"), Map.entry("b", "designer"), Map.entry("c", "qa"));
  }

  @Test
  void projectWithFewestRunsGoesFirst() {
    var world =
        demo()
            .project("other")
            .working("demo", 2)
            .capacity(3)
            .ready("demo", bead("demo", "d1", ""), bead("demo", "d2", ""))
            .ready(
                "other", bead("other", "o1", ""), bead("other", "o2", ""), bead("other", "o3", ""));
    for (int i = 0; i < 5; i++) {
      world.agent("agent-" + i, WORKER, null);
    }

    assertThat(assigned(world).keySet()).containsExactly("o1", "o2", "d1");
    assertThat(held(world))
        .containsOnlyKeys("o3", "d2")
        .containsValue("All places are taken (agents.max_concurrent).");
  }

  @Test
  void noMorePlacesThanAreFree() {
    var world =
        demo().capacity(0).agent("one", WORKER, "demo").ready("demo", bead("demo", "a", ""));

    assertThat(assigned(world)).isEmpty();
    assertThat(held(world)).containsEntry("a", "All places are taken (agents.max_concurrent).");
  }

  @Test
  void assignedAgentGetsItsBead() {
    var world =
        demo()
            .agent("first", WORKER, "demo")
            .agent("ada", "qa-engineer", "demo")
            .ready("demo", bead("demo", "a", "\"assignee\":\"ada\""));

    assertThat(assigned(world)).containsExactly(Map.entry("a", "ada"));
  }

  @ParameterizedTest
  @CsvSource({
    "ada,'It is assigned to ada, who is busy.'",
    "bob,'It is assigned to bob, who is no agent of its project.'",
    "eve,'It is assigned to eve, who is no agent of its project.'"
  })
  void beadWaitsForWhomItIsAssignedTo(String assignee, String reason) {
    var bead = bead("demo", "a", "\"assignee\":\"%s\"".formatted(assignee));
    var world =
        demo()
            .agent("first", WORKER, "demo")
            .busyAgent("ada", "demo")
            .busyAgent("eve", "other")
            .ready("demo", bead);

    assertThat(assigned(world)).isEmpty();
    assertThat(held(world)).containsEntry("a", reason);
    assertThat(planner.obstacle(Outlook.of(world.snapshot()), bead)).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"title\":\"[qa-engineer] Test it\"',qa",
    "'\"labels\":[\"urgent\",\"role:qa-engineer\"]',qa",
    "'\"title\":\"[devops-engineer] Ship it\",\"labels\":[\"role:qa-engineer\"]',qa",
    "'\"title\":\"[product-manager] Say what\"',manager",
    "'\"title\":\"Mend [qa-engineer] it\"',manager",
    "'\"title\":\"[qa-engineer]\"',manager"
  })
  void roleThatIsAskedForGoesFirst(String fields, String agent) {
    var world =
        demo()
            .agent("manager", WORKER, "demo")
            .agent("qa", "qa-engineer", "demo")
            .ready("demo", bead("demo", "a", fields));

    assertThat(assigned(world)).containsExactly(Map.entry("a", agent));
  }

  @Test
  void ownerIsNotGivenWork() {
    var world = demo().agent("boss", "ceo", "demo").ready("demo", bead("demo", "a", ""));

    assertThat(assigned(world)).isEmpty();
    assertThat(held(world)).containsEntry("a", "All agents of its project are busy.");
  }

  @Test
  void agentsWorkForTheirProjectOrForAny() {
    var world =
        demo()
            .project("other")
            .agent("demos", WORKER, "demo")
            .agent("anybodys", "qa-engineer", null)
            .ready("other", bead("other", "o1", ""), bead("other", "o2", ""));

    assertThat(assigned(world)).containsExactly(Map.entry("o1", "anybodys"));
    assertThat(held(world)).containsOnlyKeys("o2");
  }

  @Test
  void projectSaysWhyItTakesNoWork() {
    var bead = bead("sick", "s", "");
    var world =
        new TestSnapshot()
            .project("sick", "Its project is not ready: no branch.")
            .agent("one", WORKER, null)
            .ready("sick", bead)
            .ready("gone", bead("gone", "g", ""));

    assertThat(assigned(world)).isEmpty();
    assertThat(held(world))
        .isEqualTo(
            Map.of("s", "Its project is not ready: no branch.", "g", "Its project is gone."));
    assertThat(planner.obstacle(Outlook.of(world.snapshot()), bead))
        .contains("Its project is not ready: no branch.");
  }

  @Test
  void missingProviderIsTheReason() {
    var bead = bead("demo", "a", "");
    var world = demo().agent("one", WORKER, "demo", null).ready("demo", bead);

    assertThat(held(world)).containsEntry("a", "No provider can be asked now.");
    assertThat(planner.obstacle(Outlook.of(world.snapshot()), bead))
        .contains("No provider can be asked now.");
  }

  @Test
  void beadIsEscalatedBeyondItsHopsOnly() {
    var often = dispatched("often", MAX_HOPS);
    var tooOften = dispatched("too-often", MAX_HOPS + 1);
    var world =
        demo()
            .capacity(1)
            .agent("one", WORKER, "demo")
            .agent("two", WORKER, "demo")
            .ready("demo", tooOften, often);

    var plan = planner.plan(world.snapshot());
    assertThat(plan.escalations()).containsExactly(tooOften);
    assertThat(assigned(world).keySet()).containsExactly("often");
    assertThat(planner.obstacle(Outlook.of(world.snapshot()), tooOften).orElseThrow())
        .contains("dispatched 4 times", "decision");
  }

  @Test
  void beadThatWouldBeTakenHasNoObstacle() {
    var bead = bead("demo", "a", "");

    assertThat(planner.obstacle(Outlook.of(demo().agent("one", WORKER, "demo").snapshot()), bead))
        .isEmpty();
  }

  private static TestSnapshot demo() {
    return new TestSnapshot().project("demo");
  }

  private static Bead dispatched(String id, int times) {
    return TestBeads.bead("demo", "{\"id\":\"%s\"}".formatted(id), times);
  }

  private Map<String, String> assigned(TestSnapshot world) {
    var assigned = new LinkedHashMap<String, String>();
    for (var assignment : planner.plan(world.snapshot()).assignments()) {
      assertThat(assignment.provider()).isEqualTo(TestSnapshot.PROVIDER);
      assigned.put(assignment.bead().id(), assignment.agent().id());
    }
    return assigned;
  }

  private Map<String, String> held(TestSnapshot world) {
    return planner.plan(world.snapshot()).held();
  }

  @Test
  void fullPlacesAreAReason() {
    var bead = bead("demo", "a", "");
    var world = demo().capacity(0).agent("one", WORKER, "demo").ready("demo", bead);

    assertThat(planner.obstacle(Outlook.of(world.snapshot()), bead).orElseThrow())
        .contains("agents.max_concurrent");
  }

  @Test
  void agentWhoseProviderWorksIsPreferred() {
    var bead = bead("demo", "a", "");
    var world =
        demo().agent("one", WORKER, "demo", null).agent("two", WORKER, "demo").ready("demo", bead);

    assertThat(planner.plan(world.snapshot()).assignments())
        .extracting(assignment -> assignment.agent().id())
        .containsExactly("two");
  }

  @Test
  void ownerIsNotGivenWorkByAHintEither() {
    var bead = bead("demo", "a", "\"title\":\"[ceo] Decide it\"");
    var world = demo().agent("boss", "ceo", "demo").ready("demo", bead);

    assertThat(planner.plan(world.snapshot()).assignments()).isEmpty();
  }
}
