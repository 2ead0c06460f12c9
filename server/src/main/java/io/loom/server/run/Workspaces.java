package io.loom.server.run;

import io.loom.server.gate.WorkspaceSpecs;
import io.loom.server.git.CommitRequest;
import io.loom.server.git.GitConfig;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.weaver.Egress;
import io.loom.weaver.ExecRequest;
import io.loom.weaver.ExecResult;
import io.loom.weaver.FileContent;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The workspaces of runs: a weaver each, snapshots in the workspace's own git, and the way of a
/// result back into the mirror.
///
/// All git in a workspace runs inside its weaver, because the agent may have changed what it does.
/// Safe for many threads; one run is worked on by one thread.
final class Workspaces {
  private static final long LARGEST_RESULT = 256L << 20;
  private static final Duration GIT_TIME = Duration.ofMinutes(5);
  private static final String RESULT_REF = "refs/loom/result";
  private static final String BUNDLE = ".git/loom-result.bundle";

  /// Takes the whole work tree as a commit, with an index apart from the agent's own.
  private static final String SNAPSHOT =
      """
      set -e
      export GIT_INDEX_FILE=.git/loom-index
      [ -f "$GIT_INDEX_FILE" ] || git read-tree "$2"
      git add --all .
      tree=$(git write-tree)
      commit=$(git commit-tree "$tree" -p "$2" -m "snapshot $1")
      git update-ref "refs/loom/snapshots/$1" "$commit"
      echo "$commit"
      """;

  /// Git commands that were killed leave locks, for which later ones would wait in vain.
  private static final String RESTORE =
      """
      set -e
      export GIT_INDEX_FILE=.git/loom-index
      find .git -name '*.lock' -type f -delete
      rm -f "$GIT_INDEX_FILE"
      git read-tree "$1"
      git checkout-index --all --force --quiet
      git clean -ffdq
      """;

  private static final String COMPARE = "git diff-tree -r --name-only \"$1\" \"$2\" | head -n 1";

  private static final String EXPORT =
      """
      set -e
      git update-ref refs/loom/result "$1"
      git bundle create --quiet .git/loom-result.bundle refs/loom/result "^$2"
      """;

  /// Merges a newer base into the work tree and leaves conflicts marked in the files.
  private static final String REBASE =
      """
      git update-ref HEAD "$1" && git read-tree "$1" || exit 3
      git merge --quiet --no-commit --no-ff "$2" >.git/loom-merge.log 2>&1
      git diff --name-only --diff-filter=U
      git merge --quit
      rm -f .git/loom-index
      """;

  private final WeaverPlatform platform;
  private final WorkspaceSpecs specs;
  private final Mirrors mirrors;
  private final GitConfig gitConfig;

  Workspaces(WeaverPlatform platform, WorkspaceSpecs specs, Mirrors mirrors, GitConfig gitConfig) {
    this.platform = platform;
    this.specs = specs;
    this.mirrors = mirrors;
    this.gitConfig = gitConfig;
  }

  /// The workspace cannot be used any more; the run that had it ends.
  static final class LostWorkspace extends Exception {
    private static final long serialVersionUID = 1;

    LostWorkspace(String message, Throwable cause) {
      super(message, cause);
    }

    LostWorkspace(String message) {
      super(message);
    }
  }

  static String weaverId(Run run) {
    return "run-" + run.id();
  }

  /// Makes the workspace anew: whatever an interrupted try left is removed first.
  void make(Run run, String base, Egress egress) throws WeaverException, GitException {
    var id = weaverId(run);
    platform.delete(id);
    var spec = specs.of(id, run.projectId(), egress);
    mirrors.of(run.projectId()).checkout(spec.workspace(), base);
    platform.create(spec);
  }

  /// Finds the workspace of a run that goes on.
  void reopen(Run run, Egress egress) throws LostWorkspace, WeaverException {
    var spec = specs.of(weaverId(run), run.projectId(), egress);
    if (!Files.isDirectory(spec.workspace())) {
      throw new LostWorkspace("The workspace of the run was removed.");
    }
    platform.create(spec);
  }

  ExecResult setup(Run run, String command) throws WeaverException, InterruptedException {
    return platform.exec(weaverId(run), ExecRequest.shell(specs.limits(), command));
  }

  /// @param n the journal step after which it is taken
  /// @return the commit that holds the whole work tree
  String snapshot(Run run, int n, String base)
      throws LostWorkspace, WeaverException, InterruptedException {
    return script(run, "snapshot", SNAPSHOT, Integer.toString(n), base).strip();
  }

  void restore(Run run, String snapshot)
      throws LostWorkspace, WeaverException, InterruptedException {
    var _ = script(run, "restore", RESTORE, snapshot);
  }

  /// Whether a snapshot holds any change.
  boolean differs(Run run, String snapshot, String base)
      throws LostWorkspace, WeaverException, InterruptedException {
    return !script(run, "compare", COMPARE, base, snapshot).isBlank();
  }

  /// Brings a newer base into the workspace.
  ///
  /// @return the paths with conflict markers
  List<String> rebase(Run run, String snapshot, String base)
      throws LostWorkspace, WeaverException, InterruptedException {
    return script(run, "rebase", REBASE, snapshot, base).lines().toList();
  }

  /// Brings a snapshot into the mirror as one commit on its base. What the agent wrote about itself
  /// is left behind: only the tree is taken.
  String takeResult(Run run, String snapshot, String base, String message, Instant time)
      throws LostWorkspace, WeaverException, GitException, InterruptedException {
    var mirror = mirrors.of(run.projectId());
    var ref = "refs/loom/runs/" + run.id();
    var tree = mirror.treeOf(importSnapshot(run, snapshot, base, ref));
    var commit =
        mirror.commit(
            new CommitRequest(
                tree,
                List.of(base),
                message,
                gitConfig.authorName(),
                gitConfig.authorEmail(),
                time));
    mirror.setRef(ref, commit);
    return commit;
  }

  private String importSnapshot(Run run, String snapshot, String base, String ref)
      throws LostWorkspace, WeaverException, GitException, InterruptedException {
    var _ = script(run, "export", EXPORT, snapshot, base);
    var content = platform.read(weaverId(run), BUNDLE, LARGEST_RESULT);
    if (!(content instanceof FileContent.Found found)) {
      throw new LostWorkspace("The result could not be taken out of the workspace: " + content);
    }
    if (found.size() > LARGEST_RESULT) {
      throw new GitException(
          "The result is %d MiB of changes; at most %d MiB are taken."
              .formatted(found.size() >> 20, LARGEST_RESULT >> 20));
    }
    Path bundle = null;
    try {
      bundle = Files.createTempFile("loom-result", ".bundle");
      Files.write(bundle, found.bytes());
      return mirrors.of(run.projectId()).importBundle(bundle, RESULT_REF, ref);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The result of run %s cannot be stored".formatted(run.id()), e);
    } finally {
      remove(bundle);
    }
  }

  private static void remove(@org.jspecify.annotations.Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs one of our own scripts; values come as its arguments, never as part of it.
  private String script(Run run, String name, String script, String... arguments)
      throws LostWorkspace, WeaverException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("/bin/sh", "-c", script, name));
    command.addAll(List.of(arguments));
    Limits limits = specs.limits().withTime(GIT_TIME);
    var result =
        platform.exec(weaverId(run), ExecRequest.of(limits, command.toArray(String[]::new)));
    if (!result.succeeded()) {
      throw new LostWorkspace(
          "The workspace's git failed (%s, exit code %d): %s"
              .formatted(
                  name,
                  result.exitCode(),
                  new String(result.stderr(), StandardCharsets.UTF_8).strip()));
    }
    return new String(result.stdout(), StandardCharsets.UTF_8);
  }

  void delete(String runId) throws WeaverException {
    platform.delete("run-" + runId);
  }
}
