package io.loom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final FakeLoom server;
  private final Shell shell;

  MainTest() throws IOException {
    server = new FakeLoom();
    shell = Shell.at(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void helpListsEveryCommandOfTheProduct(String word) {
    var outcome = shell.run(word);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains(Catalogue.nouns())
        .contains("Work", "People and agents", "Server", "Trying and measuring");
    assertThat(outcome.out().lines()).hasSizeLessThan(40).allMatch(line -> line.length() <= 90);
    assertThat(shell.run().out()).isEqualTo(outcome.out());
  }

  @ParameterizedTest
  @EnumSource
  void everyCommandOfThisProgramExplainsItself(Catalogue command) {
    var outcome = shell.run(command.noun(), "--help");

    if (outcome.exitCode() == 0) {
      assertThat(outcome.out())
          .startsWith("Usage: loom " + command.noun())
          .contains("--server-url");
    } else {
      assertThat(outcome.err()).contains("bin/loom");
    }
  }

  @Test
  void helpOfACommandIsFoundEitherWay() {
    assertThat(shell.run("help", "bead", "create").out())
        .startsWith("Usage: loom bead create")
        .isEqualTo(shell.run("bead", "create", "--help").out());
  }

  @ParameterizedTest
  @CsvSource({
    "bed,            'There is no command \"bed\". Did you mean \"bead\"?'",
    "beads,          'There is no command \"beads\". Did you mean \"bead\"?'",
    "porject,        'There is no command \"porject\". Did you mean \"project\"?'",
    "xyzzy,          'There is no command \"xyzzy\".'",
    "bead lst,       'There is no command \"loom bead lst\". Did you mean \"list\"?'",
    "bead list --al, '`loom bead list` has no option --al. Did you mean \"--all\"?'",
  })
  void unknownWordIsAnsweredWithTheNearest(String words, String sentence) {
    var outcome = shell.run(words.split(" "));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith(sentence + "\n");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void commandWithoutItsVerbShowsTheVerbs() {
    var outcome = shell.run("bead");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("Usage: loom bead", "redispatch");
  }

  @Test
  void optionsOfEveryCommandMayStandAnywhere() {
    server.on("GET /api/v1/projects", "[]");
    var lost = new Shell().with("LOOM_SERVER_URL", "http://localhost:1");

    assertThat(lost.run("--server-url", server.url(), "-o", "json", "project", "list").out())
        .isEqualTo("[ ]\n");
    assertThat(
            lost.run("project", "--server-url", server.url() + "/", "list", "--output=json").out())
        .isEqualTo("[ ]\n");
  }

  @Test
  void serverThatIsNotThereIsExitCodeThree() throws IOException {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    var outcome = shell.run("project", "list", "--server-url", "http://localhost:" + free);

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err())
        .startsWith("No Loom server answers at http://localhost:%d.\n".formatted(free))
        .hasLineCount(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:8080", "ftp://localhost", "http://a:b@localhost", "http://a b"})
  void addressThatIsNoneIsMisuse(String url) {
    assertThat(shell.run("project", "list", "--server-url", url).exitCode()).isEqualTo(2);
  }

  @Test
  void refusalIsSaidInTheServersWords() {
    server.on(
        "GET /api/v1/beads/x",
        404,
        "application/problem+json",
        "{\"title\":\"No such bead\",\"detail\":\"There is no bead x\\u001b[2J.\",\"status\":404}");

    assertThat(shell.run("bead", "show", "x"))
        .isEqualTo(new Shell.Outcome(1, "", "There is no bead x.\n"));
  }

  @Test
  void fieldErrorsAreListedUnlessTheDetailSaysThem() {
    server.on(
        "POST /api/v1/agents",
        400,
        "application/problem+json",
        """
        {"detail":"name is required.","errors":[
          {"pointer":"/name","detail":"name is required."},
          {"pointer":"/persona_name","detail":"There is no such persona."}]}\
        """);

    assertThat(shell.run("agent", "create", "", "--persona", "p", "--project", "q").err())
        .isEqualTo("name is required.\npersona_name: There is no such persona.\n");
  }

  @Test
  void pageOfAProxyIsNotTakenForLoom() {
    server.on(
        "GET /api/v1/projects",
        502,
        "text/html",
        "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>");
    server.on("GET /api/v1/agents", 200, "text/html", "<html>Welcome</html>");

    assertThat(shell.run("project", "list"))
        .isEqualTo(
            new Shell.Outcome(
                3,
                "",
                "Something other than Loom answered at %s: status 502, \"502 Bad Gateway\".\n"
                    .formatted(server.url())));
    assertThat(shell.run("agent", "list").exitCode()).isEqualTo(3);
  }

  @Test
  void refusalWithoutABodyStillSaysSomething() {
    server.on("GET /api/v1/projects", 500, "text/plain", "");

    assertThat(shell.run("project", "list"))
        .isEqualTo(new Shell.Outcome(1, "", "The server answered with status 500.\n"));
  }

  @Test
  void coloursAreForPeopleWhoWantThem() {
    server.on("GET /api/v1/projects", "[{\"id\":\"demo\",\"name\":\"Demo\"}]");

    assertThat(shell.run("project", "list").out()).doesNotContain("\u001b");
    shell.interactive();
    assertThat(shell.run("project", "list").out()).contains("\u001b[1mdemo\u001b[0m");
    assertThat(shell.run("project", "list", "--no-color").out()).doesNotContain("\u001b");
    shell.with("NO_COLOR", "1");
    assertThat(shell.run("project", "list").out()).doesNotContain("\u001b");
  }

  @Test
  void tableFitsTheTerminal() {
    server.on(
        "GET /api/v1/projects",
        "[{\"id\":\"demo\",\"name\":\"%s\",\"git_repo\":\"%s\"}]"
            .formatted("n".repeat(90), "r".repeat(90)));

    assertThat(shell.run("project", "list").out()).contains("r".repeat(90));
    assertThat(shell.interactive().run("project", "list", "--no-color").out().lines())
        .allMatch(line -> line.length() <= 100);
    assertThat(shell.with("COLUMNS", "60").run("project", "list", "--no-color").out().lines())
        .allMatch(line -> line.length() <= 60);
  }
}
