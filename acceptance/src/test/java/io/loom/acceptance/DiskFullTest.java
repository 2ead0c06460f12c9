package io.loom.acceptance;

import static io.loom.acceptance.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// A server whose disk is full says so, loses nothing that it acknowledged, and goes on when there
/// is space again. It mounts a file system of its own, for which it must be root.
@Tag("acceptance")
@Timeout(240)
@Isolated
class DiskFullTest {
  private static final String SCRIPT =
      """
      models: [scripted]
      rules:
        - when: {turn: 0}
          reply:
            tool_calls:
              - {name: write_file, arguments: {path: a.txt, content: a}}
              - {name: finish, arguments: {summary: done}}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void fullDiskIsSaidAndNothingIsLost() throws IOException {
    var disk = Files.createDirectories(folder.resolve("world/loom"));
    Shell.run(folder, "mount", "-t", "tmpfs", "-o", "size=48m", "loom-test", disk.toString());
    try (var world =
        new World(
            folder.resolve("world"),
            SCRIPT,
            Map.of(),
            "dispatch: {cool_down: 1s}",
            "runs: {max_attempts: 30}",
            "beads: {sync_interval: 1s}")) {
      world.project("full", "true");
      world.awaitProject("full", "is ready", it -> it.path("readiness_ok").asBoolean());
      var ballast = disk.resolve("ballast");

      Shell.attempt(disk, "dd", "if=/dev/zero", "of=" + ballast, "bs=4k");
      var acknowledged = createUntilRefused(world);
      assertThat(refusal(world)).contains("disk").contains("full");
      assertThat(text(world.api().get("/api/v1/projects/full"), "id")).isEqualTo("full");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> world.api().send("GET", "/health/ready", "").status() == 503);

      Files.delete(ballast);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> world.api().send("GET", "/health/ready", "").status() == 200);
      var after = create(world);
      assertThat(after.status()).isEqualTo(201);
      acknowledged.forEach(world::awaitClosed);
      world.awaitClosed(text(after.json(), "id"));
    } finally {
      Shell.run(folder, "umount", "--lazy", disk.toString());
    }
  }

  private static Api.Answer create(World world) throws IOException {
    return world
        .api()
        .send(
            "POST",
            "/api/v1/beads",
            Api.text(
                Map.of(
                    "project_id", "full",
                    "title", "Write a file",
                    "type", "task",
                    "description", "x".repeat(50_000))));
  }

  private static List<String> createUntilRefused(World world) throws IOException {
    var acknowledged = new ArrayList<String>();
    for (int i = 0; i < 1_000; i++) {
      var answer = create(world);
      if (answer.status() != 201) {
        assertThat(answer.status()).isEqualTo(503);
        return acknowledged;
      }
      acknowledged.add(text(answer.json(), "id"));
    }
    throw new IllegalStateException("The disk never got full.");
  }

  private static String refusal(World world) throws IOException {
    return create(world).text();
  }
}
