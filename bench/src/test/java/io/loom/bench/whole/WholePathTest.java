package io.loom.bench.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.ground.database.DatabaseKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// From a bead to a merged, verified commit, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(180)
class WholePathTest {
  private static final String BEAD =
      """
      {"id":"t-1","title":"Say hello","status":"open","priority":1,"issue_type":"task",\
      "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}
      """;

  private final DatabaseKind database;
  private final Path folder;

  WholePathTest(DatabaseKind database, @TempDir Path folder) {
    this.database = database;
    this.folder = folder;
  }

  @Test
  void beadBecomesAMergedCommitWithTrailers() throws Exception {
    var script =
        """
        beads:
          t-1:
            - tool_calls: [{name: write_file, arguments: {path: hello.txt, content: "hello\\n"}}]
            - tool_calls: [{name: finish, arguments: {summary: It says hello.}}]
        """;
    try (var loom = Loom.start(folder, database, script, "")) {
      var run = worked(loom, "grep -q hello hello.txt");

      assertThat(run.get("reason").asText()).isEqualTo("completed");
      var message =
          loom.git(loom.origin(), "log", "-1", "--format=%B", run.get("result_commit").asText());
      assertThat(message)
          .contains(
              "Say hello",
              "It says hello.",
              "Bead: t-1",
              "Agent: agent-",
              "Run: " + run.get("id").asText());
      var bead = loom.get("/api/v1/beads/t-1");
      assertThat(bead.get("verified").asText()).isEqualTo("verified");
      assertThat(bead.get("merged_commit")).isEqualTo(run.get("result_commit"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              loom.git(loom.origin(), "show", "main:.beads/issues.jsonl")
                  .contains("\"status\":\"closed\""));
    }
  }

  @Test
  void redGateGoesBackToTheAgent() throws Exception {
    var script =
        """
        beads:
          t-1:
            - tool_calls: [{name: write_file, arguments: {path: hello.txt, content: "goodbye\\n"}}]
            - tool_calls: [{name: finish, arguments: {summary: done}}]
            - tool_calls: [{name: write_file, arguments: {path: hello.txt, content: "hello\\n"}}]
            - tool_calls: [{name: finish, arguments: {summary: done}}]
        """;
    try (var loom = Loom.start(folder, database, script, "")) {
      var run = worked(loom, "grep -q hello hello.txt || { echo no hello; exit 1; }");

      assertThat(run.get("reason").asText()).isEqualTo("completed");
      assertThat(run.get("turns").asInt()).isEqualTo(4);
      var steps = loom.get("/api/v1/runs/" + run.get("id").asText() + "/steps");
      assertThat(steps)
          .filteredOn(step -> step.get("kind").asText().equals("gate"))
          .extracting(step -> step.get("ok").asBoolean())
          .containsExactly(false, true);
      assertThat(steps.toString()).contains("no hello");
    }
  }

  @Test
  void modelWithoutToolsWorksByText() throws Exception {
    var script =
        """
        rules:
          - when: {tools: true}
            reply: {status: 400, message: This model does not support tools.}
        beads:
          t-1:
            - content: |
                <think>I have to write a file.</think>
                ```json
                {"action": "write", "path": "hello.txt", "content": "hello\\n"}
                ```
            - content: 'Done: {"action": "done", "reason": "It says hello."}'
        """;
    try (var loom = Loom.start(folder, database, script, "")) {
      var run = worked(loom, "grep -q hello hello.txt");

      assertThat(run.get("reason").asText()).isEqualTo("completed");
    }
  }

  @Test
  void questionHoldsTheBeadUntilItIsAnswered() throws Exception {
    var script =
        """
        beads:
          t-1:
            - tool_calls:
                - name: ask_decision
                  arguments: {question: Which greeting?, options: [hello, hi], recommendation: hello}
            - tool_calls: [{name: write_file, arguments: {path: hello.txt, content: "hello\\n"}}]
            - tool_calls: [{name: finish, arguments: {summary: done}}]
        """;
    try (var loom = Loom.start(folder, database, script, "")) {
      begin(loom, "grep -q hello hello.txt");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> loom.get("/api/v1/decisions?status=open").size() == 1);
      assertThat(loom.get("/api/v1/runs").get(0).get("state").asText()).isEqualTo("waiting");

      var decision = loom.get("/api/v1/decisions?status=open").get(0);
      assertThat(decision.get("question").asText()).isEqualTo("Which greeting?");
      loom.post(
          "/api/v1/decisions/" + decision.get("id").asText() + "/decide",
          Map.of("decision", "hello", "rationale", "It is friendlier."));

      assertThat(ended(loom).get("reason").asText()).isEqualTo("completed");
    }
  }

  /// Makes the project and waits until its bead's first run has ended.
  private JsonNode worked(Loom loom, String test) throws Exception {
    begin(loom, test);
    return ended(loom);
  }

  private static void begin(Loom loom, String test) throws Exception {
    var url = loom.repository(Map.of(".beads/issues.jsonl", BEAD, "README.md", "A trial\n"));
    loom.post(
        "/api/v1/providers",
        Map.of(
            "id",
            "scripted",
            "type",
            "openai",
            "endpoint",
            loom.model().uri().toString(),
            "model",
            "scripted"));
    loom.post(
        "/api/v1/projects",
        Map.of(
            "id", "trial",
            "name", "Trial",
            "git_repo", url,
            "branch", "main",
            "context", Map.of("test_command", test)));
  }

  private static JsonNode ended(Loom loom) {
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> loom.get("/api/v1/runs").at("/0/state").asText().equals("ended"));
    return loom.get("/api/v1/runs").get(0);
  }
}
