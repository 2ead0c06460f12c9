package io.loom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `loom bead` as scripts for `bd` use it.
class BeadBdTest {
  private static final String EXPORT = "GET /api/v1/projects/demo/beads/export";
  private static final String LINES =
      """
      {"_type":"issue","id":"demo-a","title":"First","status":"open","priority":1,"issue_type":"epic","created_at":"2026-01-01T00:00:00Z","updated_at":"2025-01-01T00:00:00Z","labels":["x"],"comments":[{"id":1,"text":"hm"}],"metadata":{"n":1.50}}
      {"id":"demo-b","title":"Second","status":"open","priority":0,"dependencies":[{"issue_id":"demo-b","depends_on_id":"demo-a","type":"blocks"}]}
      {"id":"demo-a.1","title":"Child","status":"closed","priority":2,"created_at":"2026-01-01T00:00:00Z","closed_at":"2026-01-01T03:00:00Z"}
      {"id":"demo-c","title":"Circle","status":"open","priority":2,"dependencies":[{"depends_on_id":"demo-d","type":"blocks"}]}
      {"id":"demo-d","title":"Circle","status":"open","priority":2,"dependencies":[{"depends_on_id":"demo-c","type":"blocks"}]}
      """;

  private final FakeLoom server;
  private final Shell shell;

  BeadBdTest() throws IOException {
    server = new FakeLoom();
    server.on(EXPORT, 200, "application/x-ndjson", LINES);
    shell = Shell.at(server).with("LOOM_PROJECT", "demo");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private JsonNode json(String... words) {
    var outcome = shell.run(words);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return Json.parse(outcome.out()).orElseThrow();
  }

  @Test
  void listIsABareArrayWithEdgesAndCountsAndWithoutWhatIsClosed() {
    var list = json("bead", "list", "--json");

    assertThat(list.findValuesAsText("id").stream().filter(it -> it.startsWith("demo-")))
        .startsWith("demo-b", "demo-a");
    var first = list.get(1);
    assertThat(first.path("dependent_count").asInt()).isEqualTo(1);
    assertThat(first.path("comment_count").asInt()).isEqualTo(1);
    assertThat(first.has("comments")).isFalse();
    assertThat(first.has("_type")).isFalse();
    assertThat(first.path("metadata").toString()).isEqualTo("{\"n\":1.50}");
    assertThat(list.get(0).path("dependencies").get(0).path("depends_on_id").asText())
        .isEqualTo("demo-a");
    assertThat(list).hasSize(4);
    assertThat(json("bead", "--json", "list", "--all", "-l", "x", "-p", "1")).hasSize(1);
    assertThat(json("bead", "list", "--json", "-n", "1")).hasSize(1);
  }

  @Test
  void showIsAnArrayWithWholeDependencies() {
    var shown = json("bead", "show", "b", "demo-a", "--json", "--include-comments");

    assertThat(shown.get(0).path("dependencies").get(0).path("title").asText()).isEqualTo("First");
    assertThat(shown.get(0).path("dependencies").get(0).path("dependency_type").asText())
        .isEqualTo("blocks");
    assertThat(shown.get(1).path("comments")).hasSize(1);
    assertThat(shown.get(1).path("epic_closeable").asBoolean()).isTrue();
  }

  @Test
  void blockedCyclesTreesAndCountsFollowFromTheEdges() {
    assertThat(json("bead", "blocked", "--json").findValuesAsText("blocked_by_count"))
        .containsOnly("1")
        .hasSize(3);
    assertThat(json("bead", "dep", "cycles", "--json")).hasSize(1);
    assertThat(json("bead", "dep", "tree", "demo-b", "--json").findValuesAsText("depth"))
        .containsExactly("0", "1");
    assertThat(json("bead", "count", "--json").toString())
        .isEqualTo("{\"count\":5,\"schema_version\":1}");
    assertThat(json("bead", "stale", "--json")).hasSize(1);
    server.on("GET /api/v1/beads?project_id=demo&ready=true", "[{\"id\":\"demo-a\"}]");
    var stats = json("bead", "stats", "--json");
    assertThat(stats.path("ready_issues").asInt()).isEqualTo(1);
    assertThat(stats.path("epics_eligible_for_closure").asInt()).isEqualTo(1);
    assertThat(stats.path("average_lead_time_hours").asDouble()).isEqualTo(3.0);
  }

  @Test
  void envelopeIsThereWhenAskedFor() {
    shell.with("BD_JSON_ENVELOPE", "1");

    assertThat(json("bead", "label", "list-all", "--json").toString())
        .isEqualTo("{\"schema_version\":1,\"data\":[{\"label\":\"x\",\"count\":1}]}");
  }

  @Test
  void createTakesTheOptionsOfBd() {
    server.on("POST /api/v1/beads", "{\"id\":\"demo-n\",\"project_id\":\"demo\"}");

    var outcome =
        shell.run(
            "bead",
            "create",
            "T",
            "-t",
            "bug",
            "-p",
            "0",
            "-d",
            "D",
            "-l",
            "a,b",
            "-e",
            "5",
            "--deps",
            "discovered-from:demo-a,demo-b",
            "--waits-for",
            "demo-c",
            "--waits-for-gate",
            "any-children",
            "--due",
            "+2d",
            "--metadata",
            "{\"k\":1}",
            "--id",
            "demo-n",
            "--silent");

    assertThat(outcome).isEqualTo(new Shell.Outcome(0, "demo-n\n", ""));
    assertThat(server.requests())
        .containsExactly(
            "POST /api/v1/beads {\"project_id\":\"demo\",\"title\":\"T\",\"type\":\"bug\","
                + "\"priority\":0,\"description\":\"D\",\"tags\":[\"a\",\"b\"],"
                + "\"estimated_time\":5,\"due_date\":\"2026-01-03T12:00:00Z\","
                + "\"metadata\":{\"k\":1},\"id\":\"demo-n\",\"dependencies\":["
                + "{\"depends_on\":\"demo-a\",\"type\":\"discovered-from\"},"
                + "{\"depends_on\":\"demo-b\",\"type\":\"blocks\"},"
                + "{\"depends_on\":\"demo-c\",\"type\":\"waits-for\",\"gate\":\"any-children\"}]}");
  }

  @Test
  void refusalIsJsonWithExitCodeOne() {
    server.on(
        "POST /api/v1/beads/demo-b/close",
        409,
        "application/problem+json",
        "{\"detail\":\"Bead demo-b waits for other beads.\"}");

    assertThat(shell.run("bead", "close", "demo-b", "--json"))
        .isEqualTo(
            new Shell.Outcome(1, "", "{\"error\":\"Bead demo-b waits for other beads.\"}\n"));
  }

  @Test
  void closeSucceedsWhenOneOfSeveralIsClosed() {
    server
        .on("POST /api/v1/beads/demo-a/close", "{\"id\":\"demo-a\",\"project_id\":\"demo\"}")
        .on(EXPORT + "?id=demo-a", 200, "application/x-ndjson", "{\"id\":\"demo-a\"}\n");

    var outcome = shell.run("bead", "close", "demo-a", "demo-none", "--json");

    assertThat(outcome.exitCode()).isZero();
    assertThat(Json.parse(outcome.out()).orElseThrow()).hasSize(1);
    assertThat(outcome.err()).isNotEmpty();
  }

  @Test
  void linesGoOutAndInAsTheyAre(@TempDir Path folder) throws IOException {
    assertThat(shell.run("bead", "export").out()).isEqualTo(LINES);
    var file = folder.resolve("beads.jsonl");
    shell.run("bead", "export", file.toString());
    assertThat(file).hasContent(LINES);

    server.on(
        "POST /api/v1/projects/demo/beads/import?dry_run=true",
        "{\"created\":1,\"updated\":2,\"unchanged\":2,\"ids\":[\"i\"],\"stale_skipped_ids\":[\"s\"],"
            + "\"skipped_dependencies\":[],\"dry_run\":true}");
    var report = json("bead", "import", "-i", file.toString(), "--dry-run", "--json");
    assertThat(report.path("created").asInt()).isEqualTo(3);
    assertThat(report.path("skipped").asInt()).isEqualTo(3);
    assertThat(server.requests().getLast()).endsWith("dry_run=true " + LINES);
  }

  @Test
  void folderOfACloneChoosesTheProject(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("deep"));
    git(folder, "init", "-q");
    git(folder, "config", "remote.origin.url", "git@Git.Example.org:team/app.git");
    server
        .on(
            "GET /api/v1/projects",
            "[{\"id\":\"other\",\"git_repo\":\"https://git.example.org/team/other\"},"
                + "{\"id\":\"demo\",\"git_repo\":\"https://ada@git.example.org/team/app\"}]")
        .on("GET /api/v1/beads?project_id=demo&ready=true", "[]");

    var here = Shell.at(server).in(folder.resolve("deep"));

    assertThat(here.run("bead", "ready").out()).isEqualTo("No beads are ready in project demo.\n");
    assertThat(Shell.at(server).run("bead", "create", "T").exitCode()).isEqualTo(2);
  }

  private static void git(Path folder, String... arguments) throws Exception {
    var command = new java.util.ArrayList<>(java.util.List.of("git"));
    command.addAll(java.util.List.of(arguments));
    assertThat(new ProcessBuilder(command).directory(folder.toFile()).start().waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "https://git.example.org/team/app.git, git.example.org/team/app",
    "ssh://git@git.example.org:22/team/app, git.example.org/team/app",
    "git@GIT.example.org:team/app.git, git.example.org/team/app",
    "file:///srv/app.git, /srv/app",
    "/srv/app/, /srv/app"
  })
  void addressesOfOneRepositoryAreTheSame(String address, String plain) {
    assertThat(ProjectChoice.plain(address)).isEqualTo(plain);
  }
}
