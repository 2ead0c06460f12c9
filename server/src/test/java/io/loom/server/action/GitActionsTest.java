package io.loom.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Git and patches, in a real repository.
@Timeout(60)
class GitActionsTest {
  @TempDir Path temporary;
  private WorkspaceFixture workspace;

  @BeforeEach
  void open() throws Exception {
    workspace = new WorkspaceFixture(temporary);
    workspace.file("a.txt", "one\ntwo\nthree\n").commit("Begin");
  }

  private ActionOutcome patch(String patch) throws Exception {
    return workspace.run(new Action.ApplyPatch(patch));
  }

  @Test
  void statusDiffAndLogShowWhatIs() throws Exception {
    workspace.file("a.txt", "one\n2\nthree\n").file("b.txt", "");

    assertThat(workspace.run(new Action.GitStatus()).text())
        .isEqualTo("## main\n M a.txt\n?? b.txt");
    assertThat(workspace.run(new Action.GitDiff()).text()).contains("-two\n+2");
    assertThat(workspace.run(new Action.GitLog()).text()).contains("Ada: Begin");
  }

  @Test
  void commitIsAPointToComeBackTo() throws Exception {
    workspace.file("a.txt", "changed\n").file("b.txt", "new\n");

    var committed = workspace.run(new Action.GitCommit("Change `a` && b\n\nBead: demo-1"));
    assertThat(committed.text()).contains("Change `a` && b", "b.txt");
    assertThat(workspace.run(new Action.GitCommit("Again")).text())
        .isEqualTo("There is nothing to commit.");
    assertThat(workspace.run(new Action.GitDiff()).text()).isEqualTo("git diff: nothing.");
    assertThat(workspace.run(new Action.GitDiffBranches("HEAD~1", "HEAD")).text())
        .contains("+changed", "+new");
    assertThat(workspace.run(new Action.GitBranches()).text()).contains("* main");
    assertThat(workspace.run(new Action.GitBeadCommits("demo-1")).text()).contains("Change");
    assertThat(workspace.run(new Action.GitBeadCommits("demo-2")).text())
        .isEqualTo("git log: nothing.");

    assertThat(workspace.run(new Action.GitRevert("HEAD")).ok()).isTrue();
    assertThat(workspace.content("a.txt")).isEqualTo("one\ntwo\nthree\n");
    workspace.file("a.txt", "other\n");
    assertThat(workspace.run(new Action.GitRevert("HEAD~1")).ok()).isFalse();
    assertThat(workspace.content("a.txt")).isEqualTo("other\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--output=x", "-x", "a b", "$(x)", "", "a\0b"})
  void namesOfCommitsAreNoOptions(String name) throws Exception {
    assertThat(workspace.run(new Action.GitRevert(name)).ok()).isFalse();
    assertThat(workspace.run(new Action.GitDiffBranches(name, "HEAD")).ok()).isFalse();
    assertThat(workspace.run(new Action.GitDiffBranches("HEAD", name)).ok()).isFalse();
    assertThat(workspace.run(new Action.GitBeadCommits(name)).ok()).isFalse();
  }

  @Test
  void diffShowsNewFilesButNotIgnoredOnes() throws Exception {
    workspace
        .file(".gitignore", "*.log\n")
        .file("new/b c.txt", "fresh\n")
        .file("*", "star\n")
        .file("x.log", "noise\n");

    var diff = workspace.run(new Action.GitDiff()).text();

    assertThat(diff).contains("+++ b/new/b c.txt", "+fresh", "+star").doesNotContain("noise");
    assertThat(workspace.run(new Action.GitDiff()).text()).isEqualTo(diff);
  }

  @Test
  void diffInARepositoryWithoutCommitsIsNothing(@TempDir Path other) throws Exception {
    var empty = new WorkspaceFixture(other);

    assertThat(empty.run(new Action.GitDiff()).text()).isEqualTo("git diff: nothing.");
    assertThat(empty.run(new Action.GitLog()).ok()).isFalse();
  }

  @Test
  void programsInTheRepositorysConfigurationAreNotRun() throws Exception {
    var config = workspace.content(".git/config");
    workspace
        .file(".gitattributes", "*.txt diff=evil\n")
        .file("a.txt", "changed\n")
        .file(
            ".git/config",
            config
                + "[core]\n fsmonitor = touch ran-monitor\n[diff]\n external = touch ran-diff\n"
                + "[diff \"evil\"]\n textconv = touch ran-textconv\n");

    workspace.run(new Action.GitStatus());
    workspace.run(new Action.GitDiff());
    workspace.run(new Action.GitLog());

    assertThat(workspace.folder().toFile().list((_, name) -> name.startsWith("ran-"))).isEmpty();
  }

  @Test
  void patchIsApplied() throws Exception {
    var outcome =
        patch(
            """
            --- a/a.txt
            +++ b/a.txt
            @@ -1,3 +1,3 @@
             one
            -two
            +2
             three
            --- /dev/null
            +++ b/new/b.txt
            @@ -0,0 +1 @@
            +hello
            """);

    assertThat(outcome.text()).isEqualTo("Patched a.txt, new/b.txt.");
    assertThat(workspace.content("a.txt")).isEqualTo("one\n2\nthree\n");
    assertThat(workspace.content("new/b.txt")).isEqualTo("hello\n");
  }

  @Test
  void patchWithWrongCountsInAFenceIsApplied() throws Exception {
    var outcome =
        patch("```diff\n--- a/a.txt\n+++ b/a.txt\n@@ -1,9 +1,9 @@\n one\n-two\n+2\n three\n```");

    assertThat(outcome.text()).isEqualTo("Patched a.txt.");
    assertThat(workspace.content("a.txt")).isEqualTo("one\n2\nthree\n");
  }

  @Test
  void patchWithoutPrefixesIsApplied() throws Exception {
    workspace.file("src/b.txt", "one\ntwo");

    var outcome =
        patch(
            """
            --- src/b.txt
            +++ src/b.txt
            @@ -1,2 +1,2 @@
             one
            -two
            \\ No newline at end of file
            +2
            """);

    assertThat(outcome.text()).isEqualTo("Patched src/b.txt.");
    assertThat(workspace.content("src/b.txt")).isEqualTo("one\n2\n");
  }

  @Test
  void patchThatDoesNotFitChangesNothing() throws Exception {
    var outcome = patch("--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n zero\n-two\n+2\n");

    assertThat(outcome.ok()).isFalse();
    assertThat(outcome.text()).contains("patch does not apply", "Read the file again");
    assertThat(workspace.content("a.txt")).isEqualTo("one\ntwo\nthree\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--- a/.git/config\n+++ b/.git/config\n@@ -1 +1 @@\n-a\n+b\n",
        "--- /dev/null\n+++ b/.GIT/hooks/post-commit\n@@ -0,0 +1 @@\n+b\n",
        "--- /dev/null\n+++ b/../out.txt\n@@ -0,0 +1 @@\n+b\n",
        "--- /dev/null\n+++ /tmp/out.txt\n@@ -0,0 +1 @@\n+b\n",
        "diff --git a/a.txt b/.git/x\nsimilarity index 100%\nrename from a.txt\nrename to .git/x\n",
        "*** Begin Patch\n*** Update File: a.txt\n-two\n+2\n*** End Patch",
        "change two to 2",
      })
  void patchOutsideOrOfAnotherKindIsRefused(String patch) throws Exception {
    assertThat(patch(patch).ok()).isFalse();
    assertThat(workspace.run(new Action.GitStatus()).text()).isEqualTo("## main");
  }
}
