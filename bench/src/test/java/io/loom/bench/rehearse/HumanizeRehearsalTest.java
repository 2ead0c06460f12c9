package io.loom.bench.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Plays the script of `examples/humanize` against a copy of its repository.
class HumanizeRehearsalTest {
  private static final Path EXAMPLE = example();
  private static final Options OPTIONS =
      Options.onFreePort(() -> Instant.parse("2026-01-01T00:00:00Z")).withLatency(Duration.ZERO);

  @TempDir private Path folder;

  @Test
  void repositoryStartsWithFailingTests() throws Exception {
    assertThat(workspace().isGreen()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"demo-b7k, demo-c3x", "demo-c3x, demo-b7k"})
  void everyBeadLeavesTheTestsGreen(String second, String third) throws Exception {
    var workspace = workspace();
    for (var bead : List.of("demo-a1f", second, third)) {
      assertThat(play(bead, workspace)).hasSizeBetween(4, 7).last().asString().contains("finish");
      assertThat(workspace.isGreen()).as("after " + bead).isTrue();
    }
  }

  @Test
  void firstBeadRepairsAMistakeOfItsOwn() throws Exception {
    var steps = play("demo-a1f", workspace());

    assertThat(steps)
        .containsExactly(
            "list_files:done test:red",
            "read_file read_file",
            "edit_file:edited",
            "test:red",
            "edit_file:edited test:green",
            "finish:done");
  }

  @Test
  void beadsThatRunSideBySideTouchNoCommonFile() throws Exception {
    var workspace = workspace();
    play("demo-a1f", workspace);
    var duration = workspace();
    var list = workspace();
    play("demo-b7k", duration);
    play("demo-c3x", list);

    var common = new HashSet<>(duration.written());
    common.retainAll(list.written());
    assertThat(common).isEmpty();
  }

  @Test
  void beadsOfTheRepositoryAreThoseOfTheScript() throws Exception {
    var blockers = new ArrayList<String>();
    for (var line : Files.readAllLines(EXAMPLE.resolve("repo/.beads/issues.jsonl"))) {
      var bead = ModelClient.json(line);
      blockers.add(
          bead.get("id").asText() + " < " + bead.at("/dependencies/0/depends_on_id").asText());
    }

    assertThat(blockers)
        .containsExactly("demo-a1f < ", "demo-b7k < demo-a1f", "demo-c3x < demo-a1f");
    var script = Script.read(EXAMPLE.resolve("rehearsal.yaml"));
    assertThat(script.rules())
        .extracting(rule -> rule.name().replaceAll("^beads\\.|\\[.*", ""))
        .containsOnly("demo-a1f", "demo-b7k", "demo-c3x");
  }

  /// Talks until the model calls `finish`; answers what each turn did.
  private static List<String> play(String bead, Workspace workspace) throws Exception {
    var script = Script.read(EXAMPLE.resolve("rehearsal.yaml"));
    try (var model = ScriptedModel.start(script, OPTIONS);
        var client = new ModelClient(model.uri())) {
      var request = JsonNodeFactory.instance.objectNode().put("model", "scripted");
      var messages = request.putArray("messages");
      messages.addObject().put("role", "system").put("content", "You are an engineer.");
      messages.addObject().put("role", "user").put("content", "Bead %s: …".formatted(bead));
      var steps = new ArrayList<String>();
      while (steps.isEmpty() || !steps.getLast().contains("finish")) {
        var answer = client.complete(request.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var message = ModelClient.json(answer.body()).at("/choices/0/message");
        messages.add(message);
        steps.add(carryOut(message.get("tool_calls"), messages, workspace));
      }
      return steps;
    }
  }

  private static String carryOut(JsonNode calls, ArrayNode messages, Workspace workspace)
      throws IOException, InterruptedException {
    var done = new ArrayList<String>();
    for (var call : calls) {
      var tool = call.at("/function/name").asText();
      var arguments = ModelClient.json(call.at("/function/arguments").asText());
      var result = workspace.apply(tool, arguments);
      messages
          .addObject()
          .put("role", "tool")
          .put("tool_call_id", call.get("id").asText())
          .put("content", result);
      done.add(tool.equals("read_file") ? tool : tool + ":" + result);
    }
    return String.join(" ", done);
  }

  private Workspace workspace() throws IOException {
    return Workspace.copyOf(
        EXAMPLE.resolve("repo"), Files.createTempDirectory(folder, "workspace"));
  }

  private static Path example() {
    return Path.of(System.getProperty("loom.root", ".."), "examples", "humanize");
  }
}
