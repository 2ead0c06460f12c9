package io.loom.server.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Path folder;
  private final TestRepository remote;
  private final Mirrors mirrors;
  private final String first;

  MirrorTest(@TempDir Path folder) throws GitException {
    this.folder = folder;
    remote = TestRepository.create(folder);
    first = remote.push("first", Map.of("a.txt", "one\ntwo\nthree\n", "src/b.txt", "b\n"));
    mirrors = new Mirrors(config(folder.resolve("data")));
    mirrors.of("p").fetch(Remote.open(remote.url()));
  }

  @Test
  void fetchBringsTheRemotesBranches() throws GitException {
    assertThat(mirrors.of("p").head("main")).contains(first);
    assertThat(mirrors.of("p").head("other")).isEmpty();
  }

  @Test
  void sameRequestMakesTheSameCommit() throws GitException {
    var mirror = mirrors.of("p");
    var tree = mirror.treeWith(first, "src/c.txt", "c\n".getBytes(StandardCharsets.UTF_8));
    var request =
        new CommitRequest(tree, List.of(first), "Add c\n\nBead: demo-1\n", "Loom", "l@x", NOON);

    assertThat(mirror.commit(request)).isEqualTo(mirror.commit(request));
    assertThat(mirror.changedPaths(first, mirror.commit(request))).containsExactly("src/c.txt");
  }

  @Test
  void pushMovesTheBranchForwardOnly() throws GitException {
    var mirror = mirrors.of("p");
    var ours = change(mirror, first, "c.txt", "c");
    assertThat(mirror.push(Remote.open(remote.url()), ours, "main"))
        .isEqualTo(new PushOutcome.Pushed());
    assertThat(remote.git("rev-parse", "main")).isEqualTo(ours);

    var stale = change(mirror, first, "d.txt", "d");
    assertThat(mirror.push(Remote.open(remote.url()), stale, "main"))
        .isEqualTo(new PushOutcome.BranchMoved());
  }

  @Test
  void cleanMergeHasBothChanges() throws GitException {
    var mirror = mirrors.of("p");
    var ours = change(mirror, first, "c.txt", "c");
    var theirs = change(mirror, first, "d.txt", "d");

    var merged = mirror.merge(ours, theirs);
    assertThat(merged).isInstanceOf(MergeOutcome.Clean.class);
    assertThat(mirror.names(((MergeOutcome.Clean) merged).tree(), ""))
        .containsExactly("a.txt", "c.txt", "d.txt", "src");
  }

  @Test
  void conflictNamesItsPaths() throws GitException {
    var mirror = mirrors.of("p");
    var ours = change(mirror, first, "a.txt", "one\nours\nthree\n");
    var theirs = change(mirror, first, "a.txt", "one\ntheirs\nthree\n");

    assertThat(mirror.merge(ours, theirs)).isEqualTo(new MergeOutcome.Conflict(List.of("a.txt")));
  }

  @Test
  void checkoutBorrowsObjects() throws Exception {
    var workspace = folder.resolve("workspace");
    mirrors.of("p").checkout(workspace, first);

    assertThat(workspace.resolve("src/b.txt")).hasContent("b\n");
    assertThat(Files.readString(workspace.resolve(".git/objects/info/alternates")).strip())
        .isEqualTo(mirrors.of("p").objects().toString());
  }

  @Test
  void unreachableRemoteIsNamedWithoutCredentials() {
    assertThatExceptionOfType(GitException.class)
        .isThrownBy(
            () -> mirrors.of("q").fetch(Remote.open("http://user:hunter2@localhost:1/x.git")))
        .withMessageNotContaining("hunter2");
  }

  @Test
  void urlThatLooksLikeAnOptionIsNotOne() {
    var canary = folder.resolve("canary");

    assertThatExceptionOfType(GitException.class)
        .isThrownBy(() -> mirrors.of("q").fetch(Remote.open("--upload-pack=touch " + canary)));
    assertThat(canary).doesNotExist();
  }

  @Test
  void pushToACheckedOutBranchSaysWhatToDo() throws GitException {
    var mirror = mirrors.of("p");
    var url = "file://" + folder.resolve("clone");
    var ours = change(mirror, first, "c.txt", "c");

    assertThat(mirror.push(Remote.open(url), ours, "main"))
        .isInstanceOfSatisfying(
            PushOutcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("receive.denyCurrentBranch"));
  }

  private static String change(Mirror mirror, String parent, String path, String content)
      throws GitException {
    var tree = mirror.treeWith(parent, path, content.getBytes(StandardCharsets.UTF_8));
    return mirror.commit(
        new CommitRequest(tree, List.of(parent), "Change " + path, "Loom", "loom@x", NOON));
  }

  private static GitConfig config(Path root) {
    return new GitConfig(root, Duration.ofSeconds(30), "Loom", "loom@example.org");
  }

  @Test
  void mirrorThatWasHalfMadeIsMadeAnew() throws Exception {
    var half = Files.createDirectories(folder.resolve("data/mirrors/q.git.new"));
    Files.writeString(half.resolve("HEAD"), "ref: refs/heads/main\n");

    mirrors.of("q").fetch(Remote.open(remote.url()));

    assertThat(mirrors.of("q").head("main")).contains(first);
  }

  @Test
  void locksAndCommandsOfAKilledServerAreCleared() throws Exception {
    mirrors.refreshWorktree("p", first);
    var git = folder.resolve("data/mirrors/p.git");
    Files.createFile(git.resolve("refs/remotes/origin/main.lock"));
    Files.createFile(git.resolve("packed-refs.lock"));
    Files.createFile(folder.resolve("data/worktree-state/p/index.lock"));
    var command = new ProcessBuilder("sleep", "60");
    command.environment().put("HOME", folder.resolve("data/home").toAbsolutePath().toString());
    var left = command.start();

    mirrors.recover();

    assertThat(left.isAlive()).isFalse();
    var second = remote.push("second", Map.of("z.txt", "z"));
    mirrors.of("p").fetch(Remote.open(remote.url()));
    assertThat(mirrors.of("p").head("main")).contains(second);
    mirrors.refreshWorktree("p", second);
    assertThat(mirrors.worktree("p").resolve("z.txt")).exists();
  }

  @Test
  void checkoutLeavesNothingOfAnInterruptedOne() throws Exception {
    var workspace = folder.resolve("workspace");
    Files.createDirectories(workspace.resolve(".git"));
    Files.createFile(workspace.resolve(".git/index.lock"));
    Files.writeString(workspace.resolve("stray.txt"), "of another commit");

    mirrors.of("p").checkout(workspace, first);

    assertThat(workspace.resolve("stray.txt")).doesNotExist();
    assertThat(workspace.resolve("a.txt")).exists();
  }
}
