package io.loom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Three hundred beads of three projects and sixty agents on one server.
@Tag("acceptance")
@Timeout(600)
@Isolated
class ManyBeadsTest {
  private static final int BEADS = 100;
  private static final int AGENTS = 20;
  private static final List<String> PROJECTS = List.of("red", "green", "blue");

  private static final int ALL = BEADS * PROJECTS.size();

  private static final String SCRIPT =
      """
      models: [scripted]
      defaults: {latency: 50ms}
      rules:
        - when: {bead: '/(red|green|blue)-b\\d+/'}
          steps:
            - tool_calls:
                - {name: write_file, arguments: {path: "{{bead}}.txt", content: "{{bead}}\\n"}}
                - {name: finish, arguments: {summary: Wrote a file.}}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void manyBeadsAreMergedByManyAgents() {
    var origins =
        PROJECTS.stream()
            .collect(
                Collectors.toMap(
                    name -> name,
                    name ->
                        Origin.ofFiles(folder, name, Map.of(".beads/issues.jsonl", beads(name)))));
    try (var model = Model.play(folder.resolve("model"), SCRIPT, "50ms");
        var loom =
            Loom.start(
                folder.resolve("loom"),
                "agents: {max_concurrent: 50}",
                "runs: {lease_time: 30s}",
                "weavers: {memory: 256MiB}");
        var events = new Events(loom.port())) {
      var api = loom.api();
      api.post("/api/v1/providers", model.provider());
      origins.forEach((name, origin) -> addProject(api, name, origin.url()));
      long started = System.nanoTime();
      await("300 beads closed, see " + loom.log())
          .atMost(Duration.ofMinutes(8))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> count(events, "bead.completed") >= ALL);
      var took = Duration.ofNanos(System.nanoTime() - started);
      System.out.printf(
          "%d beads in %d s: %d a minute%n",
          ALL, took.toSeconds(), ALL * 60_000L / took.toMillis());

      for (var name : PROJECTS) {
        assertThat(api.list("/api/v1/beads?status=closed&project_id=" + name)).hasSize(BEADS);
      }
      origins.forEach(this::assertMerged);
      assertNeverHeldTwice(events.all());
      assertSharesOverlap(events.all());
    }
  }

  private static String beads(String project) {
    return IntStream.rangeClosed(1, BEADS)
        .mapToObj(n ->
            """
            {"_type":"issue","id":"%s-b%d","title":"Write file %d","status":"open","priority":2,\
            "issue_type":"task","created_at":"2026-01-01T00:00:00Z",\
            "updated_at":"2026-01-01T00:00:00Z"}
            """
                .formatted(project, n, n))
        .collect(Collectors.joining());
  }

  private static void addProject(Api api, String name, String url) {
    api.post(
        "/api/v1/projects",
        Map.of(
            "id", name,
            "name", name,
            "git_repo", url,
            "branch", "main",
            "context", Map.of("build_command", "true", "test_command", "true")));
    for (int n = 1; n <= AGENTS; n++) {
      api.post(
          "/api/v1/agents",
          Map.of(
              "name",
              "%s %d".formatted(name, n),
              "persona_name",
              "default/engineering-manager",
              "project_id",
              name));
    }
  }

  private static long count(Events events, String type) {
    return events.all().stream().filter(event -> isOf(event, type)).count();
  }

  private static boolean isOf(JsonNode event, String type) {
    return event.path("type").asText().equals(type);
  }

  private void assertMerged(String name, Origin origin) {
    var clone = origin.cloneTo(folder.resolve(name + "-clone"));
    for (int n = 1; n <= BEADS; n++) {
      assertThat(clone.resolve("%s-b%d.txt".formatted(name, n))).exists();
    }
    assertThat(origin.isLinear("main")).isTrue();
    assertThat(origin.merged().stream().map(commit -> commit.trailer("Bead")))
        .hasSize(BEADS)
        .doesNotHaveDuplicates();
  }

  /// From the event log: between a start and its end no other run of the bead starts.
  private static void assertNeverHeldTwice(List<JsonNode> events) {
    var holders = new HashMap<String, String>();
    for (var event : events) {
      var bead = event.path("data").path("bead_id").asText();
      var run = event.path("data").path("run_id").asText();
      if (isOf(event, "run.started")) {
        assertThat(holders.put(bead, run)).as("who had %s when %s started", bead, run).isNull();
      } else if (isOf(event, "run.ended")) {
        assertThat(holders.remove(bead)).as("who had %s when %s ended", bead, run).isEqualTo(run);
      }
    }
    assertThat(holders).isEmpty();
  }

  /// No project is finished before another has begun to finish beads, by far.
  private static void assertSharesOverlap(List<JsonNode> events) {
    var begun = new HashSet<String>();
    var closed = new HashMap<String, Integer>();
    for (var event : events) {
      if (isOf(event, "bead.completed")) {
        var project = event.path("project_id").asText();
        begun.add(project);
        int done = closed.merge(project, 1, Integer::sum);
        if (done == BEADS / 2) {
          assertThat(begun).as("begun when half of %s was done", project).hasSize(PROJECTS.size());
        }
      }
    }
  }
}
