package io.loom.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A server, its scripted model, and the projects that tests give to it. Safe for many threads.
final class World implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration OFTEN = Duration.ofMillis(100);

  private final Path folder;
  private final Model model;
  private final Loom loom;

  /// @param script what the model says
  /// @param provider what is said of the provider beyond its address
  World(Path folder, String script, Map<String, ?> provider, String... settings) {
    this.folder = folder;
    this.model = Model.play(folder.resolve("model"), script, "20ms");
    this.loom = Loom.start(folder.resolve("loom"), settings);
    var registration = new TreeMap<String, Object>(model.provider());
    registration.putAll(provider);
    api().post("/api/v1/providers", registration);
  }

  Api api() {
    return loom.api();
  }

  Loom loom() {
    return loom;
  }

  Model model() {
    return model;
  }

  /// A project of its own repository, whose beads are in it.
  Origin project(String name, String testCommand, String... beads) {
    var origin = origin(name, beads);
    register(name, origin.url(), "main", testCommand);
    return origin;
  }

  Origin origin(String name, String... beads) {
    var files = new TreeMap<>(Map.of("README.md", "# " + name + "\n"));
    if (beads.length > 0) {
      files.put(".beads/issues.jsonl", lines(beads));
    }
    return Origin.ofFiles(folder, name, files);
  }

  JsonNode register(String name, String url, String branch, String testCommand) {
    return api()
        .post(
            "/api/v1/projects",
            Map.of(
                "id", name,
                "name", name,
                "git_repo", url,
                "branch", branch,
                "bead_prefix", name,
                "context", Map.of("build_command", "true", "test_command", testCommand)));
  }

  private static String lines(String... beads) {
    return Arrays.stream(beads)
        .map(id ->
            """
            {"_type":"issue","id":"%s","title":"Work of %s","status":"open","priority":2,\
            "issue_type":"task","created_at":"2026-01-01T00:00:00Z",\
            "updated_at":"2026-01-01T00:00:00Z"}
            """
                .formatted(id, id))
        .collect(Collectors.joining());
  }

  List<JsonNode> runs(String bead) {
    return api().runs("bead_id=" + bead).reversed();
  }

  /// Waits until a run of the bead is so, and answers it.
  JsonNode awaitRun(String bead, String what, Predicate<JsonNode> condition) {
    await("%s: a run that %s; see %s".formatted(bead, what, loom.log()))
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(() -> runs(bead).stream().anyMatch(condition));
    return runs(bead).stream().filter(condition).findFirst().orElseThrow();
  }

  JsonNode awaitEnd(String bead, String reason) {
    return awaitRun(bead, "ends " + reason, run -> run.path("reason").asText().equals(reason));
  }

  JsonNode awaitState(String bead, String state) {
    return awaitRun(bead, "is " + state, run -> run.path("state").asText().equals(state));
  }

  /// Waits for a step of any run of the bead.
  JsonNode awaitStep(String bead, String what, Predicate<JsonNode> condition) {
    await("%s: a step that %s; see %s".formatted(bead, what, loom.log()))
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(() -> steps(bead).stream().anyMatch(condition));
    return steps(bead).stream().filter(condition).findFirst().orElseThrow();
  }

  List<JsonNode> steps(String bead) {
    return runs(bead).stream()
        .flatMap(run -> api().steps(run.path("id").asText()).stream())
        .toList();
  }

  JsonNode awaitRedGate(String bead, String text) {
    return awaitStep(
        bead,
        "is a red gate with " + text,
        step ->
            step.path("kind").asText().equals("gate")
                && !step.path("ok").asBoolean()
                && step.path("text").asText().contains(text));
  }

  JsonNode awaitBead(String bead, String what, Predicate<JsonNode> condition) {
    await("%s: %s; see %s".formatted(bead, what, loom.log()))
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(() -> isSo(bead, condition));
    return api().bead(bead);
  }

  private boolean isSo(String bead, Predicate<JsonNode> condition) throws java.io.IOException {
    // An imported bead is there a little later.
    var answer = api().send("GET", "/api/v1/beads/" + bead, "");
    return answer.status() == 200 && condition.test(answer.json());
  }

  JsonNode awaitClosed(String bead) {
    return awaitBead(bead, "closed", it -> it.path("status").asText().equals("closed"));
  }

  JsonNode awaitProject(String id, String what, Predicate<JsonNode> condition) {
    await("project %s %s; see %s".formatted(id, what, loom.log()))
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(() -> condition.test(api().get("/api/v1/projects/" + id)));
    return api().get("/api/v1/projects/" + id);
  }

  /// Waits for a question about a bead that nobody has answered.
  JsonNode awaitQuestion(String bead) {
    await("%s: a question; see %s".formatted(bead, loom.log()))
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(() -> !questions(bead).isEmpty());
    return questions(bead).getFirst();
  }

  List<JsonNode> questions(String bead) {
    return api().list("/api/v1/decisions?status=open").stream()
        .filter(decision -> decision.path("bead_id").asText().equals(bead))
        .toList();
  }

  void decide(JsonNode question, String decision) {
    api()
        .post(
            "/api/v1/decisions/%s/decide".formatted(question.path("id").asText()),
            Map.of("decision", decision, "rationale", "Said so."));
  }

  JsonNode direct(JsonNode run, String how, Map<String, ?> body) {
    return api().post("/api/v1/runs/%s/%s".formatted(run.path("id").asText(), how), body);
  }

  /// What is read of a bead's or run's field, for assertions.
  static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  @Override
  public void close() {
    loom.close();
    model.close();
  }
}
