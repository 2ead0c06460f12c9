package io.loom.server.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bare repository of one project: the remote's branches under `refs/remotes/origin/`, results
/// of runs under `refs/loom/`. Safe for many threads, as git is; a branch of the remote is changed
/// under its [BranchLeases] lease only.
public final class Mirror {
  /// Git takes no smaller numbers for times.
  private static final Instant SOME_TIME = Instant.ofEpochSecond(1_000_000_000);

  private final Git git;
  private final Path folder;
  private final FetchTurns turns;

  Mirror(Git git, Path folder, FetchTurns turns) {
    this.git = git;
    this.folder = folder;
    this.turns = turns;
  }

  /// The folder that workspaces borrow objects from; they see it read-only.
  public Path objects() {
    return folder.resolve("objects");
  }

  /// Fetches all branches, making the mirror first when it is missing.
  public void fetch(Remote remote) throws GitException {
    turns.fetch(remote.url(), () -> fetchNow(remote));
  }

  private void fetchNow(Remote remote) throws GitException {
    requireMade();
    git.run(
        folder,
        remote,
        "fetch",
        "--quiet",
        "--prune",
        "--no-tags",
        "--no-write-fetch-head",
        "--end-of-options",
        remote.url(),
        "+refs/heads/*:refs/remotes/origin/*");
  }

  private void requireMade() throws GitException {
    if (!Files.exists(folder.resolve("HEAD"))) {
      make();
    }
  }

  /// Makes the mirror beside its place and moves it there whole: half of one would look like one.
  private void make() throws GitException {
    var made = folder.resolveSibling(folder.getFileName() + ".new");
    try {
      remove(made);
      Files.createDirectories(made);
      git.run(made, "init", "--quiet", "--bare", "--template=", ".");
      Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new GitException("The folder %s cannot be made: %s".formatted(folder, e), e);
    }
  }

  /// The newest commit of a branch of the remote, as of the last fetch.
  public Optional<String> head(String branch) throws GitException {
    return resolve("refs/remotes/origin/" + branch);
  }

  public Optional<String> resolve(String revision) throws GitException {
    var output =
        git.attempt(
            folder,
            Map.of(),
            new byte[0],
            List.of(
                "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"));
    return output.exitCode() == 0 ? Optional.of(output.text()) : Optional.empty();
  }

  public String message(String commit) throws GitException {
    return git.run(folder, "log", "-1", "--format=%B", commit, "--");
  }

  public String treeOf(String commit) throws GitException {
    return git.run(folder, "rev-parse", "--verify", "--end-of-options", commit + "^{tree}");
  }

  public Optional<byte[]> file(String commit, String path) throws GitException {
    var output =
        git.attempt(
            folder, Map.of(), new byte[0], List.of("cat-file", "blob", commit + ":" + path));
    return output.exitCode() == 0 ? Optional.of(output.stdout()) : Optional.empty();
  }

  /// The names in a folder of a commit; empty when there is no such folder.
  public List<String> names(String commit, String path) throws GitException {
    var output =
        git.attempt(
            folder,
            Map.of(),
            new byte[0],
            List.of("ls-tree", "--name-only", commit + (path.isEmpty() ? "" : ":" + path)));
    return output.exitCode() == 0 ? output.text().lines().toList() : List.of();
  }

  public boolean isAncestor(String older, String newer) throws GitException {
    var output =
        git.attempt(
            folder, Map.of(), new byte[0], List.of("merge-base", "--is-ancestor", older, newer));
    return switch (output.exitCode()) {
      case 0 -> true;
      case 1 -> false;
      default -> throw new GitException("git merge-base: " + Git.lastWords(output));
    };
  }

  public List<String> changedPaths(String from, String to) throws GitException {
    var output = git.run(folder, "diff-tree", "-r", "-z", "--name-only", "--no-renames", from, to);
    return output.isEmpty() ? List.of() : List.of(output.split("\0"));
  }

  /// The change between two commits as a patch, without any configured diff program.
  public String diff(String from, String to) throws GitException {
    return git.run(folder, "diff", "--no-ext-diff", "--no-textconv", "--no-color", from, to, "--");
  }

  public String commit(CommitRequest request) throws GitException {
    return commit(git, folder, request);
  }

  static String commit(Git git, Path folder, CommitRequest request) throws GitException {
    var arguments = new ArrayList<>(List.of("commit-tree", request.tree()));
    for (var parent : request.parents()) {
      arguments.addAll(List.of("-p", parent));
    }
    var date = request.time().getEpochSecond() + " +0000";
    var identity =
        Map.of(
            "GIT_AUTHOR_NAME", request.author(),
            "GIT_AUTHOR_EMAIL", request.email(),
            "GIT_AUTHOR_DATE", date,
            "GIT_COMMITTER_NAME", request.author(),
            "GIT_COMMITTER_EMAIL", request.email(),
            "GIT_COMMITTER_DATE", date);
    return git.checked(
            git.attempt(
                folder, identity, request.message().getBytes(StandardCharsets.UTF_8), arguments),
            "commit-tree")
        .text();
  }

  /// Merges two commits without a work tree: no file of the repository is run or checked out.
  public MergeOutcome merge(String ours, String theirs) throws GitException {
    var output =
        git.attempt(
            folder,
            Map.of(),
            new byte[0],
            List.of(
                "merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs));
    var parts = new String(output.stdout(), StandardCharsets.UTF_8).split("\0");
    return switch (output.exitCode()) {
      case 0 -> new MergeOutcome.Clean(parts[0].strip());
      case 1 -> new MergeOutcome.Conflict(List.of(parts).subList(1, parts.length));
      default -> throw new GitException("git merge-tree: " + Git.lastWords(output));
    };
  }

  /// Makes a tree like that of a commit, but with one file's content replaced.
  public String treeWith(String commit, String path, byte[] content) throws GitException {
    var blob =
        git.checked(
                git.attempt(folder, Map.of(), content, List.of("hash-object", "-w", "--stdin")),
                "hash-object")
            .text();
    try {
      var index = Files.createTempFile("loom-index", "");
      try {
        Files.delete(index);
        var environment = Map.of("GIT_INDEX_FILE", index.toString());
        for (var arguments :
            List.of(
                List.of("read-tree", commit),
                List.of("update-index", "--add", "--cacheinfo", "100644," + blob + "," + path))) {
          git.checked(
              git.attempt(folder, environment, new byte[0], arguments), arguments.getFirst());
        }
        return git.checked(
                git.attempt(folder, environment, new byte[0], List.of("write-tree")), "write-tree")
            .text();
      } finally {
        Files.deleteIfExists(index);
      }
    } catch (IOException e) {
      throw new GitException("The index cannot be written: " + e.getMessage(), e);
    }
  }

  /// Takes a result out of a bundle that a weaver made, checking every object, under a ref of ours.
  ///
  /// @return the commit
  public String importBundle(Path bundle, String refInBundle, String ref) throws GitException {
    git.run(
        folder,
        "-c",
        "transfer.fsckObjects=true",
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-write-fetch-head",
        bundle.toString(),
        "+" + refInBundle + ":" + ref);
    return resolve(ref)
        .orElseThrow(() -> new GitException("The bundle has no commit " + refInBundle));
  }

  public void setRef(String ref, String commit) throws GitException {
    git.run(folder, "update-ref", ref, commit);
  }

  public void deleteRef(String ref) throws GitException {
    git.run(folder, "update-ref", "-d", ref);
  }

  /// Moves a branch of the remote forward to a commit, never by force.
  public PushOutcome push(Remote remote, String commit, String branch) throws GitException {
    var output =
        git.attempt(
            folder,
            remote,
            List.of(
                "push",
                "--porcelain",
                "--no-verify",
                "--end-of-options",
                remote.url(),
                commit + ":refs/heads/" + branch));
    if (output.exitCode() == 0) {
      turns.apart(() -> setRef("refs/remotes/origin/" + branch, commit));
      return new PushOutcome.Pushed();
    }
    var said = output.text() + "\n" + output.stderr();
    boolean moved =
        said.contains("(fetch first)")
            || said.contains("(non-fast-forward)")
            || said.contains("cannot lock ref");
    return moved ? new PushOutcome.BranchMoved() : new PushOutcome.Refused(refusal(output));
  }

  /// Asks the remote whether it takes commits from us, changing nothing there.
  ///
  /// @throws GitException when it does not; the message says why
  public void tryPush(Remote remote) throws GitException {
    turns.apart(this::requireMade);
    var output =
        git.attempt(
            folder,
            remote,
            List.of(
                "push",
                "--dry-run",
                "--porcelain",
                "--no-verify",
                "--end-of-options",
                remote.url(),
                someCommit() + ":refs/heads/loom-write-check"));
    // A branch of that name that is elsewhere is refused on this side of a way that is open.
    if (output.exitCode() != 0 && !output.text().contains("[rejected]")) {
      git.checked(output, "push");
    }
  }

  /// The same commit always, with nothing in it: there may be no other yet.
  private String someCommit() throws GitException {
    var tree =
        git.attempt(
            folder, Map.of(), new byte[0], List.of("hash-object", "-w", "-t", "tree", "--stdin"));
    return commit(
        new CommitRequest(
            git.checked(tree, "hash-object").text(),
            List.of(),
            "Nothing\n",
            "Loom",
            "loom@localhost",
            SOME_TIME));
  }

  private static String refusal(Git.Output output) {
    var line = output.text().lines().filter(it -> it.startsWith("!")).findFirst().orElse("");
    return line.contains("branch is currently checked out")
        ? "the branch is checked out in that repository; make it bare, or run there: git config"
            + " receive.denyCurrentBranch updateInstead"
        : line.isEmpty() ? Git.lastWords(output) : line.replaceAll("^!\\s+", "").replace('\t', ' ');
  }

  /// Makes a work tree that borrows this mirror's objects, with a commit checked out on a branch
  /// called `work`. No hook, filter or template is involved. What an interrupted checkout left in
  /// the folder is removed first; nobody else may have written there.
  public void checkout(Path workspace, String commit) throws GitException {
    try {
      remove(workspace);
      Files.createDirectories(workspace);
      git.run(workspace, "init", "--quiet", "--template=", "-b", "work", ".");
      var info = Files.createDirectories(workspace.resolve(".git/objects/info"));
      Files.writeString(info.resolve("alternates"), objects().toAbsolutePath() + "\n");
      Files.createDirectories(workspace.resolve(".git/info"));
      git.run(workspace, "reset", "--quiet", "--hard", commit, "--");
    } catch (IOException e) {
      throw new GitException("The workspace %s cannot be made: %s".formatted(workspace, e), e);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
