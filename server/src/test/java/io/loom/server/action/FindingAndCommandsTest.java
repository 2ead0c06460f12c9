package io.loom.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.weaver.ExecResult.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lists, searches and commands, on a real folder.
@Timeout(60)
class FindingAndCommandsTest {
  @TempDir Path temporary;
  private WorkspaceFixture workspace;

  @BeforeEach
  void open() throws Exception {
    workspace = new WorkspaceFixture(temporary);
  }

  private ActionOutcome search(String query, String path) throws Exception {
    return workspace.run(new Action.SearchText(query, path, false));
  }

  @Test
  void listGoesSoDeepAndSkipsGitAndTheContentsOfNodeModules() throws Exception {
    workspace.file("src/a/b/c.txt", "").file("node_modules/x/y.js", "").file("z.txt", "");

    var outcome = workspace.run(new Action.ListFiles(".", 2));

    assertThat(outcome.text().lines()).containsExactly("node_modules/", "src/", "src/a/", "z.txt");
  }

  @Test
  void listOfASubfolderNamesPathsFromTheRoot() throws Exception {
    workspace.file("node_modules/x/y.js", "").file("z.txt", "");

    assertThat(workspace.run(new Action.ListFiles("node_modules/x/", 1)).text())
        .isEqualTo("node_modules/x/y.js");
    assertThat(workspace.run(new Action.ListFiles("nowhere", 1)).ok()).isFalse();
  }

  @Test
  void longListIsCut() throws Exception {
    for (int i = 0; i < 600; i++) {
      workspace.file("f" + i, "");
    }

    var outcome = workspace.run(new Action.ListFiles(".", 1));

    assertThat(outcome.text().lines()).hasSize(501).last().asString().contains("100 more");
    assertThat(outcome.fullText().lines()).hasSize(600);
  }

  @Test
  void searchIsForPlainTextUnlessARegexIsMeant() throws Exception {
    workspace.file("src/a.txt", "f(x)\nfx\n");

    assertThat(search("f(x)", ".").text()).isEqualTo("src/a.txt:1:f(x)");
    assertThat(workspace.run(new Action.SearchText("f.?x", "src", true)).text())
        .isEqualTo("src/a.txt:1:f(x)\nsrc/a.txt:2:fx");
    assertThat(workspace.run(new Action.SearchText("f(", "src", true)).ok()).isFalse();
  }

  @Test
  void searchFindsNothingInGitAndBinariesAndSaysSo() throws Exception {
    Files.write(workspace.folder().resolve("a.bin"), new byte[] {0, 'n', 'a', 'm', 'e'});

    var outcome = search("name", ".");

    assertThat(outcome.ok()).isTrue();
    assertThat(outcome.text()).isEqualTo("\"name\" was not found.");
  }

  @Test
  void searchTakesQueriesThatLookLikeOptions() throws Exception {
    workspace.file("a.txt", "--help\n");

    assertThat(search("--help", "a.txt").text()).isEqualTo("a.txt:1:--help");
    assertThat(search("x", "nowhere").ok()).isFalse();
    assertThat(search("a\nb", ".").ok()).isFalse();
  }

  @Test
  void searchIsCutToTwoHundredShortLines() throws Exception {
    workspace.file("a.txt", ("hit " + "x".repeat(1_000) + "\n").repeat(300));

    var outcome = search("hit", ".");

    assertThat(outcome.text()).contains("100 more").hasSizeLessThan(17_000);
    assertThat(outcome.text().lines()).allMatch(line -> line.length() <= 300);
  }

  @Test
  void commandRunsInTheWorkspaceWithItsStreamsInOrder() throws Exception {
    workspace.file("a.txt", "");

    var outcome =
        workspace.run(new Action.RunCommand("ls; echo oops >&2; echo 'it''s'; exit 3", 0));

    assertThat(outcome.ok()).isFalse();
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.text()).isEqualTo("exit code 3\na.txt\noops\nits");
  }

  @Test
  void commandThatTakesTooLongIsEnded() throws Exception {
    var outcome = workspace.run(new Action.RunCommand("echo begun; sleep 60", 1));

    assertThat(outcome.ending()).isEqualTo(Ending.TIMED_OUT);
    assertThat(outcome.text()).contains("ended after 1 s", "begun");
  }

  @Test
  void longOutputKeepsHeadTailAndErrors() throws Exception {
    var outcome =
        workspace.run(
            new Action.RunCommand(
                "seq 1 5000; echo 'A.java:7: error: wrong'; seq 5001 10000; exit 1", 0));

    assertThat(outcome.text()).hasSizeLessThan(8_200).contains("\n1\n", "A.java:7: error", "10000");
    assertThat(outcome.fullText()).contains("\n7777\n");
  }

  @Test
  void journalKeepsAMebibyteAtMost() throws Exception {
    var outcome = workspace.run(new Action.RunCommand("yes 0123456789 | head -n 200000", 0));

    assertThat(outcome.fullText()).hasSizeLessThan(1 << 20).contains("bytes left out");
  }

  @Test
  void buildAndTestRunTheProjectsOwnCommands() throws Exception {
    assertThat(workspace.run(new Action.Build()).text()).isEqualTo("exit code 0\nbuilt");
    assertThat(workspace.run(new Action.Test("")).text()).isEqualTo("exit code 0\ntested");
  }

  @Test
  void absentCommandsAreTold() throws Exception {
    assertThat(workspace.run(new Action.Build(), ProjectCommands.NONE).text())
        .contains("no build command", "run_command");
    assertThat(workspace.run(new Action.Test("x"), ProjectCommands.NONE).text())
        .contains("no test command");
  }

  @Test
  void patternReachesAKnownTestToolAsOneArgument() throws Exception {
    workspace.file("pytest", "#!/bin/sh\nprintf '<%s>' \"$@\"\n");
    assertThat(workspace.folder().resolve("pytest").toFile().setExecutable(true)).isTrue();
    var commands = new ProjectCommands("", "cd . && ./pytest -q", "");

    assertThat(workspace.run(new Action.Test("a b; echo no"), commands).text())
        .endsWith("<-q><-k><a b; echo no>");
    assertThat(workspace.run(new Action.Test("x")).text()).startsWith("[All tests were run");
  }

  @ParameterizedTest
  @CsvSource({
    "mvn -q test,-Dtest=X",
    "go test ./...,-run",
    "./gradlew test,--tests",
    "cd web && jest,-t",
    "python3 -m unittest,-k",
  })
  void testToolsSelectTheirOwnWay(String command, String argument) {
    assertThat(CommandRunning.selection(command, "X")).contains(argument);
  }

  @ParameterizedTest
  @CsvSource({"make test", "mvn test | tee log", "mvn test; echo done", "python3 run.py"})
  void unknownOrCompoundTestCommandsAreNotAddedTo(String command) {
    assertThat(CommandRunning.selection(command, "X")).isEmpty();
  }
}
