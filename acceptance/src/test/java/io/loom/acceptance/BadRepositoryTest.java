package io.loom.acceptance;

import static io.loom.acceptance.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Projects whose repository is not as it should be: they say so, their beads wait, and go on once
/// it is.
@Tag("acceptance")
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class BadRepositoryTest {
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
  private static Path folder;

  private static @Nullable World shared;

  @BeforeAll
  static void start() {
    shared =
        new World(
            folder,
            SCRIPT,
            Map.of(),
            "dispatch: {cool_down: 1s}",
            "health: {interval: 4s}",
            "beads: {sync_interval: 1s}");
  }

  @AfterAll
  static void end() {
    if (shared != null) {
      shared.close();
    }
  }

  private static World world() {
    return Objects.requireNonNull(shared);
  }

  private static boolean hasIssue(JsonNode project, String code) {
    return project.path("readiness_details").toString().contains("\"" + code + "\"");
  }

  private static String newBead(String project) {
    var bead =
        world()
            .api()
            .post(
                "/api/v1/beads",
                Map.of("project_id", project, "title", "Write a file", "type", "task"));
    return text(bead, "id");
  }

  @Test
  void unreachableRepositoryIsSaidAndCanBeCorrected() {
    world().register("far", "file://" + folder.resolve("nowhere.git"), "main", "true");
    world().awaitProject("far", "cannot be fetched", it -> hasIssue(it, "git_repository_missing"));
    var bead = newBead("far");
    var held =
        world().awaitBead(bead, "held", it -> text(it, "held_because").contains("not ready"));
    assertThat(text(held, "held_because")).contains("cannot be fetched");

    var origin = world().origin("near");
    world().api().put("/api/v1/projects/far", Map.of("git_repo", origin.url()));
    world().awaitClosed(bead);

    assertThat(origin.file("main", "a.txt")).isEqualTo("a");
    assertThat(world().awaitProject("far", "is ready", it -> it.path("readiness_ok").asBoolean()))
        .isNotNull();
  }

  @Test
  void missingBranchIsSaidUntilSomebodyPushesIt() {
    var origin = world().origin("branchless");
    world().register("branchless", origin.url(), "develop", "true");
    world().awaitProject("branchless", "has no branch", it -> hasIssue(it, "branch_missing"));
    var bead = newBead("branchless");
    world().awaitBead(bead, "held", it -> text(it, "held_because").contains("no branch develop"));

    var clone = origin.cloneTo(folder.resolve("branchless-clone"));
    Shell.run(clone, "git", "push", "-q", "origin", "main:develop");
    world().awaitClosed(bead);

    assertThat(origin.file("develop", "a.txt")).isEqualTo("a");
    assertThat(origin.merged()).isEmpty();
  }

  @Test
  void beadsOfARepositoryWithoutThemGetABranchOfTheirOwn() {
    var origin = world().project("plain", "true");
    var bead = newBead("plain");
    world().awaitClosed(bead);
    world()
        .awaitProject("plain", "beads-sync", it -> text(it, "beads_branch").equals("beads-sync"));

    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(30))
        .until(() -> origin.file("beads-sync", ".beads/issues.jsonl").contains("\"closed\""));
    assertThat(origin.file("beads-sync", ".beads/issues.jsonl")).contains(bead);
    assertThat(origin.merged()).hasSize(1);
  }
}
