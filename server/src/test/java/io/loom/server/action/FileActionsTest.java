package io.loom.server.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading and changing files, on a real folder.
@Timeout(60)
class FileActionsTest {
  @TempDir Path temporary;
  private WorkspaceFixture workspace;

  @BeforeEach
  void open() throws Exception {
    workspace = new WorkspaceFixture(temporary);
  }

  private ActionOutcome read(String path) throws Exception {
    return workspace.run(new Action.ReadFile(path, 1, 0));
  }

  @Test
  void fileIsShownUnderItsLineNumbers() throws Exception {
    workspace.file("src/a.txt", "one\ntwo\nthree\n");

    assertThat(read("src/a.txt").text()).isEqualTo("src/a.txt (lines 1–3 of 3)\none\ntwo\nthree");
    assertThat(workspace.run(new Action.ReadFile("./src//a.txt", 2, 9)).text())
        .isEqualTo("src/a.txt (lines 2–3 of 3)\ntwo\nthree");
  }

  @Test
  void readingPastTheEndSaysHowLongTheFileIs() throws Exception {
    workspace.file("a.txt", "one\n");

    var outcome = workspace.run(new Action.ReadFile("a.txt", 5, 0));

    assertThat(outcome.ok()).isFalse();
    assertThat(outcome.text()).contains("1 lines");
  }

  @Test
  void emptyFileSaysSo() throws Exception {
    workspace.file("a.txt", "");

    assertThat(read("a.txt").text()).isEqualTo("a.txt (empty)");
  }

  @Test
  void longFileLosesItsMiddleForTheModelOnly() throws Exception {
    var content =
        IntStream.rangeClosed(1, 5_000)
            .mapToObj(n -> "line " + n)
            .collect(Collectors.joining("\n"));
    workspace.file("a.txt", content);

    var outcome = read("a.txt");

    assertThat(outcome.text())
        .hasSizeLessThan(16_200)
        .contains("line 1\n", "line 5000", "left out");
    assertThat(outcome.fullText()).contains(content);
  }

  @Test
  void oneEndlessLineIsCut() throws Exception {
    workspace.file("a.js", "x".repeat(100_000));

    assertThat(read("a.js").text()).hasSizeLessThan(3_000).contains("more characters");
  }

  @Test
  void binaryFileIsNotShown() throws Exception {
    Files.write(workspace.folder().resolve("a.bin"), new byte[] {1, 0, 2});

    assertThat(read("a.bin").text()).contains("binary file of 3 bytes");
  }

  @Test
  void controlCharactersAreTakenOutOfWhatIsRead() throws Exception {
    workspace.file("a.txt", "\u001b[31mred\u001b[0m \u0007bell \u202eturned\n");
    Files.write(workspace.folder().resolve("b.txt"), new byte[] {'a', (byte) 0xff, 'b'});

    assertThat(read("a.txt").text()).endsWith("\nred bell turned");
    assertThat(read("b.txt").text()).endsWith("\na\ufffdb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../x",
        "a/../../x",
        ".git/config",
        ".GIT/config",
        "a/.Git/x",
        "a\0b",
        " ",
        "~/x"
      })
  void pathOutsideIsRefusedByEveryAction(String path) throws Exception {
    assertThat(read(path).ok()).isFalse();
    assertThat(workspace.run(new Action.WriteFile(path, "x")).ok()).isFalse();
    assertThat(workspace.run(new Action.EditFile(path, "x", "y")).ok()).isFalse();
    assertThat(workspace.run(new Action.DeleteFile(path)).ok()).isFalse();
    assertThat(workspace.run(new Action.MoveFile(path, "b")).ok()).isFalse();
    assertThat(workspace.run(new Action.MoveFile("b", path)).ok()).isFalse();
    assertThat(workspace.run(new Action.ListFiles(path, 1)).ok()).isFalse();
    assertThat(workspace.run(new Action.SearchText("x", path, false)).ok()).isFalse();
  }

  @Test
  void missingFileAndFolderAreTold() throws Exception {
    workspace.file("src/a.txt", "x");

    assertThat(read("b.txt").text()).contains("b.txt does not exist");
    assertThat(read("src").text()).contains("folder", "list_files");
  }

  @Test
  void writingMakesFoldersAndSaysWhetherAFileWasReplaced() throws Exception {
    var first = workspace.run(new Action.WriteFile("a/b/c.txt", "one\n"));
    var second = workspace.run(new Action.WriteFile("a/b/c.txt", "two\n"));

    assertThat(first.text()).isEqualTo("Wrote a/b/c.txt, 1 lines, 4 bytes.");
    assertThat(second.text()).startsWith("Replaced a/b/c.txt");
    assertThat(workspace.content("a/b/c.txt")).isEqualTo("two\n");
  }

  @Test
  void writingOverAFolderOrBelowAFileIsRefused() throws Exception {
    workspace.file("src/a.txt", "x");

    assertThat(workspace.run(new Action.WriteFile("src", "x")).text()).contains("folder");
    assertThat(workspace.run(new Action.WriteFile("src/a.txt/b.txt", "x")).ok()).isFalse();
    assertThat(workspace.content("src/a.txt")).isEqualTo("x");
  }

  @Test
  void editReplacesAndTellsTheLine() throws Exception {
    workspace.file("a.txt", "one\ntwo\nthree\n");

    var outcome = workspace.run(new Action.EditFile("a.txt", "two", "2"));

    assertThat(outcome.text()).isEqualTo("Edited a.txt at line 2.");
    assertThat(workspace.content("a.txt")).isEqualTo("one\n2\nthree\n");
  }

  @Test
  void ambiguousEditNamesTheLinesAndChangesNothing() throws Exception {
    workspace.file("a.txt", "x\ny\nx\n");

    var outcome = workspace.run(new Action.EditFile("a.txt", "x", "z"));

    assertThat(outcome.ok()).isFalse();
    assertThat(outcome.text()).contains("2 times", "lines 1, 3");
    assertThat(workspace.content("a.txt")).isEqualTo("x\ny\nx\n");
  }

  @Test
  void editThatMissesShowsTheNearestPassage() throws Exception {
    workspace.file("a.txt", "int a = 1;\nint total = sum(list);\nint b = 2;\n");

    var outcome = workspace.run(new Action.EditFile("a.txt", "int total = sum(lists);", "x"));

    assertThat(outcome.ok()).isFalse();
    assertThat(outcome.text()).contains("2: int total = sum(list);");
  }

  @Test
  void editKeepsBytesThatAreNotUtf8() throws Exception {
    var file = workspace.folder().resolve("a.txt");
    Files.write(file, "caf\u00e9 one".getBytes(StandardCharsets.ISO_8859_1));

    var outcome = workspace.run(new Action.EditFile("a.txt", "one", "two"));
    var refused = workspace.run(new Action.EditFile("a.txt", "two", "\u20ac"));

    assertThat(outcome.ok()).isTrue();
    assertThat(refused.ok()).isFalse();
    assertThat(Files.readAllBytes(file))
        .isEqualTo("caf\u00e9 two".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void moveMakesFoldersAndNeverOverwrites() throws Exception {
    workspace.file("a.txt", "a").file("b.txt", "b");

    var moved = workspace.run(new Action.MoveFile("a.txt", "x/y.txt"));
    var refused = workspace.run(new Action.MoveFile("b.txt", "x/y.txt"));

    assertThat(moved.text()).isEqualTo("Moved a.txt to x/y.txt.");
    assertThat(refused.text()).contains("is there already");
    assertThat(workspace.content("x/y.txt")).isEqualTo("a");
    assertThat(workspace.has("b.txt")).isTrue();
  }

  @Test
  void deleteRemovesFilesOnly() throws Exception {
    workspace.file("-rf", "x").file("src/a.txt", "x");

    assertThat(workspace.run(new Action.DeleteFile("-rf")).ok()).isTrue();
    assertThat(workspace.run(new Action.DeleteFile("src")).text()).contains("Is a directory");
    assertThat(workspace.run(new Action.DeleteFile("nowhere")).ok()).isFalse();
    assertThat(workspace.has("-rf")).isFalse();
    assertThat(workspace.has("src/a.txt")).isTrue();
  }

  @Test
  void aLostWeaverIsAnException() throws IOException {
    var gone = new DirectPlatform(temporary.resolve("nowhere"), temporary);

    assertThatExceptionOfType(WeaverException.class)
        .isThrownBy(() ->
            ActionRunner.run(
                gone, "one", new Action.GitLog(), ProjectCommands.NONE, Limits.DEFAULT));
  }
}
