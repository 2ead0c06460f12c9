package io.loom.acceptance;

import static io.loom.acceptance.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Runs at the limit of their budget ask, and do as they are told.
@Tag("acceptance")
@Timeout(120)
class BudgetTest {
  /// Each turn costs a cent, which is the limit of a run.
  private static final String SCRIPT =
      """
      models: [scripted]
      defaults:
        usage: {prompt: 1000, completion: 0, cached: 0}
      rules:
        - when: {bead: '/cost-.*/', turn: 0}
          reply: {tool_calls: [{name: write_file, arguments: {path: "{{bead}}", content: a}}]}
        - when: {bead: '/cost-.*/'}
          reply: {tool_calls: [{name: finish, arguments: {summary: done}}]}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void runAsksAtItsLimitAndGoesOnOrStops() {
    var prices = Map.of("prompt_usd_per_mtoken", 10, "completion_usd_per_mtoken", 10);
    try (var world =
        new World(folder, SCRIPT, prices, "runs: {max_cost: 0.01}", "dispatch: {cool_down: 1s}")) {
      world.project("cost", "true", "cost-1", "cost-2");

      var waiting = world.awaitState("cost-1", "waiting");
      assertThat(text(waiting, "detail")).contains("$0.01");
      world.decide(world.awaitQuestion("cost-1"), "continue");
      world.decide(world.awaitQuestion("cost-2"), "stop");
      world.awaitEnd("cost-2", "max_cost");
      world.awaitClosed("cost-1");

      var stopped = world.awaitBead("cost-2", "on hold", it -> it.hasNonNull("held_because"));
      assertThat(text(stopped, "held_because")).contains("budget");
      assertThat(stopped.path("cost_usd").decimalValue()).isEqualByComparingTo("0.01");
      assertThat(world.runs("cost-2")).hasSize(1);
      assertThat(world.runs("cost-1").getFirst().path("cost_usd").asDouble()).isEqualTo(0.02);
    }
  }
}
