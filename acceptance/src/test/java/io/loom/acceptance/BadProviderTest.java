package io.loom.acceptance;

import static io.loom.acceptance.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Providers that answer rubbish, nothing, or are not there: runs wait and say for what, and go on
/// by themselves.
@Tag("acceptance")
@Timeout(180)
class BadProviderTest {
  private static final String GOOD =
      """
          - tool_calls:
              - {name: write_file, arguments: {path: a.txt, content: a}}
              - {name: finish, arguments: {summary: done}}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private World world(String script) {
    return new World(
        folder,
        script,
        Map.of(),
        "dispatch: {cool_down: 1s}",
        "health: {interval: 3s}",
        "runs: {turn_timeout: 3s}",
        "beads: {sync_interval: 1s}");
  }

  @Test
  void runSurvivesEveryBadAnswer() {
    var script =
        """
        models: [scripted]
        beads:
          bad-1:
            - - {times: 1, html: true}
              - {times: 1, status: 500, message: The model fell over.}
              - {times: 1, hang: true}
              - tool_calls: [{name: write_file, arguments: {path: a.txt, content: a}}]
                cut_after: 200
            - tool_calls: [{name: finish, arguments: {summary: done}}]
        """;
    try (var world = world(script)) {
      world.project("bad", "true", "bad-1");

      var trying = world.awaitRun("bad-1", "tries again", it -> it.hasNonNull("next_try_at"));
      assertThat(text(trying, "detail")).isNotEmpty();
      var bead = world.awaitClosed("bad-1");

      assertThat(world.runs("bad-1")).hasSize(1);
      assertThat(bead.path("dispatch_count").asInt()).isEqualTo(1);
      var asked =
          world.model().requests().stream().filter(it -> text(it, "bead").equals("bad-1")).toList();
      assertThat(asked.stream().filter(it -> it.path("bought").asBoolean())).hasSize(2);
      assertThat(asked.stream().map(it -> text(it, "outcome")))
          .contains("html", "status", "hang", "cut");
      assertThat(asked.stream().map(it -> text(it, "idempotency_key")).distinct()).hasSize(2);
      assertThat(world.api().events("type=run.state_change").toString())
          .contains("The model fell over.");
    }
  }

  @Test
  void providerThatComesBackIsUsedAgain() {
    try (var world = world("models: [scripted]\nbeads:\n  gone-1:\n" + GOOD)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> status(world).equals("active") || status(world).equals("healthy"));
      world.model().close();
      await().atMost(Duration.ofSeconds(40)).until(() -> status(world).equals("error"));
      world.project("gone", "true", "gone-1");
      var held =
          world.awaitBead("gone-1", "held", it -> text(it, "held_because").contains("provider"));
      assertThat(text(held, "held_because")).contains("No provider can be asked");
      assertThat(text(provider(world), "last_heartbeat_error")).isNotEmpty();

      world.model().again();
      world.awaitClosed("gone-1");

      assertThat(status(world)).isEqualTo("healthy");
      assertThat(world.api().bead("gone-1").path("dispatch_count").asInt()).isEqualTo(1);
    }
  }

  private static com.fasterxml.jackson.databind.JsonNode provider(World world) {
    return world.api().get("/api/v1/providers/scripted");
  }

  private static String status(World world) {
    return text(provider(world), "status");
  }
}
