package io.loom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeadCommandTest {
  private static final String BEAD =
      """
      {"id":"demo-1","type":"bug","title":"Fix it","status":"open","priority":0,
       "project_id":"demo","description":"It is\\nbroken.","blocked_by":["demo-0"],"blocked":true,
       "tags":["a","b"],"held_because":"It waits for demo-0.",
       "held_since":"2026-01-01T11:57:00Z","cost_usd":0.0042,"dispatch_count":2,
       "updated_at":"2026-01-01T11:00:00Z"}\
      """;

  private final FakeLoom server;
  private final Shell shell;

  BeadCommandTest() throws IOException {
    server = new FakeLoom();
    shell = Shell.at(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void createSendsOnlyWhatWasSaid() {
    server.on("POST /api/v1/beads", 201, "application/json", BEAD);

    assertThat(shell.run("bead", "create", "Fix it", "-p", "demo"))
        .isEqualTo(new Shell.Outcome(0, "Created bead demo-1.\n", ""));
    assertThat(server.requests())
        .containsExactly("POST /api/v1/beads {\"project_id\":\"demo\",\"title\":\"Fix it\"}");
  }

  @Test
  void createSendsAllThatWasSaid(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("text.md"), "From a file\n");
    server.on("POST /api/v1/beads", BEAD);

    shell.run(
        "bead",
        "create",
        "T",
        "--project=demo",
        "--type",
        "bug",
        "--priority",
        "P0",
        "--parent",
        "demo-9",
        "--assignee",
        "ada",
        "--label",
        "a",
        "--label",
        "b",
        "--blocked-by",
        "x,y",
        "--description-file",
        file.toString());
    assertThat(server.requests())
        .containsExactly(
            "POST /api/v1/beads {\"project_id\":\"demo\",\"title\":\"T\",\"type\":\"bug\","
                + "\"priority\":0,\"description\":\"From a file\\n\",\"parent\":\"demo-9\","
                + "\"assigned_to\":\"ada\",\"tags\":[\"a\",\"b\"],\"blocked_by\":[\"x\",\"y\"]}");
  }

  @Test
  void descriptionMayComeFromStandardInput() {
    server.on("POST /api/v1/beads", BEAD);

    shell.typing("typed").run("bead", "create", "T", "-p", "demo", "--description-file", "-");
    assertThat(server.requests().getFirst()).contains("\"description\":\"typed\"");
  }

  @Test
  void listIsATableOfWhatIsNotClosed() {
    server.on(
        "GET /api/v1/beads?project_id=demo",
        "[%s,{\"id\":\"demo-2\",\"title\":\"Old\",\"status\":\"closed\"}]".formatted(BEAD));

    assertThat(shell.run("bead", "list", "-p", "demo").out())
        .isEqualTo(
            """
            ID      PRI  STATUS   TYPE  TITLE   ASSIGNEE  UPDATED
            demo-1  P0   blocked  bug   Fix it            1h ago
            """);
  }

  @Test
  void listPassesItsFiltersOn() {
    server.on(
        "GET /api/v1/beads?project_id=p&status=closed&type=bug&assigned_to=ada&q=a%20b%26c&limit=5",
        "[]");

    assertThat(
            shell.run(
                "bead",
                "list",
                "-p",
                "p",
                "--status",
                "closed",
                "--type",
                "bug",
                "--assignee",
                "ada",
                "--search",
                "a b&c",
                "--limit",
                "5"))
        .isEqualTo(new Shell.Outcome(0, "No beads match in project p.\n", ""));
  }

  @Test
  void listOfAllShowsClosedOnesAndWhetherTheyWereProved() {
    server.on(
        "GET /api/v1/beads",
        "[{\"id\":\"demo-2\",\"title\":\"Old\",\"status\":\"closed\",\"verified\":\"unverified\"}]");

    assertThat(shell.run("bead", "list", "--all").out()).contains("closed, unverified");
  }

  @Test
  void nothingReadyIsSaidInASentence() {
    server.on("GET /api/v1/beads?project_id=demo&ready=true", "[]");

    assertThat(shell.run("bead", "ready", "-p", "demo").out())
        .isEqualTo("No beads are ready in project demo.\n");
  }

  @Test
  void jsonIsWhatTheServerSaid() {
    server.on("GET /api/v1/beads?ready=true", "[{\"id\":\"demo-1\",\"cost_usd\":0.10,\"new\":{}}]");

    assertThat(shell.run("bead", "ready", "-o", "json").out())
        .isEqualTo(
            """
            [ {
              "id" : "demo-1",
              "cost_usd" : 0.10,
              "new" : { }
            } ]
            """);
  }

  @Test
  void showSaysWhyABeadWaitsAndWhatWasDone() {
    server
        .on("GET /api/v1/beads/demo-1", BEAD)
        .on(
            "GET /api/v1/beads/demo-0",
            "{\"id\":\"demo-0\",\"title\":\"First\",\"status\":\"in_progress\"}")
        .on(
            "GET /api/v1/beads/demo-1/comments",
            "[{\"author_username\":\"ada\",\"content\":\"Hm.\","
                + "\"created_at\":\"2026-01-01T11:59:00Z\"}]")
        .on(
            "GET /api/v1/runs?bead_id=demo-1",
            "[{\"id\":\"r1\",\"bead_id\":\"demo-1\",\"agent_id\":\"bob\",\"state\":\"ended\","
                + "\"turns\":3,\"cost_usd\":0.5,\"reason\":\"stopped\",\"detail\":\"by ada\"}]");

    assertThat(shell.run("bead", "show", "demo-1").out())
        .isEqualTo(
            """
            Fix it  demo-1
            status       blocked
            held because It waits for demo-0.
            held since   3m ago
            type         bug
            priority     P0
            project      demo
            labels       a, b
            cost         $0.0042
            dispatched   2 times
            updated      1h ago

              It is
              broken.

            Waits for
            ID      STATUS       TITLE
            demo-0  in_progress  First

            Comments
            ada  1m ago
              Hm.

            Runs
            ID  BEAD    AGENT  STATE  TURNS  COST   STARTED  REASON
            r1  demo-1  bob    ended  3      $0.50           stopped: by ada
            """);
  }

  @Test
  void verbsPostToTheBead() {
    server
        .on("POST /api/v1/beads/demo-1/claim", "{\"status\":\"claimed\"}")
        .on("POST /api/v1/beads/demo-1/close", BEAD)
        .on("POST /api/v1/beads/demo-1/reopen", BEAD)
        .on("POST /api/v1/beads/demo-1/redispatch", BEAD)
        .on("POST /api/v1/beads/demo-1/comments", 201, "application/json", "{}");

    assertThat(shell.run("bead", "claim", "demo-1", "--agent", "ada").out())
        .isEqualTo("demo-1 is claimed for ada.\n");
    assertThat(shell.run("bead", "close", "demo-1", "--reason", "done", "--force").exitCode())
        .isZero();
    assertThat(shell.run("bead", "reopen", "demo-1").exitCode()).isZero();
    assertThat(shell.run("bead", "redispatch", "demo-1").exitCode()).isZero();
    assertThat(shell.run("bead", "comment", "demo-1", "Look.").exitCode()).isZero();
    assertThat(server.requests())
        .containsExactly(
            "POST /api/v1/beads/demo-1/claim {\"agent_id\":\"ada\"}",
            "POST /api/v1/beads/demo-1/close {\"reason\":\"done\",\"force\":true}",
            "POST /api/v1/beads/demo-1/reopen {}",
            "POST /api/v1/beads/demo-1/redispatch {}",
            "POST /api/v1/beads/demo-1/comments {\"content\":\"Look.\"}");
  }

  @Test
  void updateSendsTheChangesOnly() {
    server.on("PATCH /api/v1/beads/demo-1", BEAD);

    assertThat(
            shell.run("bead", "update", "demo-1", "--status", "blocked", "--priority", "3").out())
        .isEqualTo("Updated demo-1.\n");
    assertThat(server.requests())
        .containsExactly("PATCH /api/v1/beads/demo-1 {\"status\":\"blocked\",\"priority\":3}");
  }

  @Test
  void updateOfNothingIsMisuse() {
    assertThat(shell.run("bead", "update", "demo-1").exitCode()).isEqualTo(2);
    assertThat(shell.run("bead", "update", "demo-1", "--priority", "high").err())
        .isEqualTo("A priority is one of P0, P1, P2, P3 and P4.\n");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void dependenciesAreAddedListedAndRemoved() {
    server
        .on("POST /api/v1/beads/demo-1/dependencies", BEAD)
        .on(
            "DELETE /api/v1/beads/demo-1/dependencies?depends_on=demo-0&type=blocks",
            204,
            "application/json",
            "")
        .on("GET /api/v1/beads/demo-1", BEAD);

    assertThat(shell.run("bead", "dep", "add", "demo-1", "demo-0").out())
        .isEqualTo("demo-1 now waits for demo-0.\n");
    assertThat(shell.run("bead", "dep", "remove", "demo-1", "demo-0").out())
        .isEqualTo("demo-1 no longer waits for demo-0.\n");
    assertThat(shell.run("bead", "dep", "list", "demo-1").out())
        .isEqualTo(
            """
            ID      STATUS   TITLE
            demo-0  missing
            """);
    assertThat(shell.run("bead", "dep", "add", "demo-1").exitCode()).isEqualTo(2);
    assertThat(server.requests())
        .startsWith(
            "POST /api/v1/beads/demo-1/dependencies {\"depends_on\":\"demo-0\",\"type\":\"blocks\"}",
            "DELETE /api/v1/beads/demo-1/dependencies?depends_on=demo-0&type=blocks");
  }

  @Test
  void titleCannotCommandTheTerminal() {
    server.on(
        "GET /api/v1/beads?ready=true",
        "[{\"id\":\"demo-1\",\"title\":\"a\\u001b[2Jb\\u001b]0;owned\\u0007c\\u009b31md\\ne\\u202ef\"}]");

    assertThat(shell.interactive().run("bead", "ready", "--no-color").out())
        .contains("abcd ef")
        .doesNotContain("\u001b", "\u009b", "\u0007", "owned", "\u202e");
    assertThat(shell.run("bead", "ready", "-o", "json").out())
        .contains("a\\u001B[2Jb", "\\u009b31m", "\\u202e")
        .doesNotContain("\u001b", "\u009b");
  }

  @Test
  void idNeverLeadsToAnotherPath() {
    shell.run("bead", "show", "../projects?x=1#y");

    assertThat(server.requests()).containsExactly("GET /api/v1/beads/..%2Fprojects%3Fx%3D1%23y");
    assertThat(shell.run("bead", "show", "..").exitCode()).isEqualTo(2);
  }
}
