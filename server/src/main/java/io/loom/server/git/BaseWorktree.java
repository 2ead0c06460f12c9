package io.loom.server.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/// The folder of a project that people look into and may change: its files as of the branch, and
/// whatever they have done since. Safe for many threads: one at a time has it.
///
/// The server and people of its machine write there, never an agent. What git reads about the
/// folder (its HEAD, its index, its settings) lies beside it and not in it, and git is always told
/// where; new objects go to the mirror. So no file in the folder says what git does.
public final class BaseWorktree {
  private static final String SAVED = "refs/loom/saved";

  private final Git git;
  private final Path mirror;
  private final Path folder;
  private final Path state;
  private final Lock lock;

  /// @param state git's folder for the worktree
  /// @param lock the same one for all of this project
  BaseWorktree(Git git, Path mirror, Path folder, Path state, Lock lock) {
    this.lock = lock;
    this.git = git;
    this.mirror = mirror;
    this.folder = folder;
    this.state = state;
  }

  /// What came of taking up the branch's commits.
  public sealed interface Update {
    /// @param commit that the worktree is at
    record Done(String commit, boolean changed) implements Update {}

    /// What was changed here contradicts the branch. Nothing was changed.
    record Conflict(List<String> paths) implements Update {
      public Conflict {
        paths = List.copyOf(paths);
      }
    }
  }

  /// What came of committing.
  public sealed interface Saving {
    /// @param before the commit that it follows
    record Saved(String before, String commit) implements Saving {}

    /// Nothing is different from the last commit.
    record Nothing(String commit) implements Saving {}

    /// Something was made that Loom commits for nobody.
    record Forbidden(String path, String reason) implements Saving {}

    /// It was never checked out.
    record NotThere() implements Saving {}
  }

  /// How it differs from the commit that it is at.
  ///
  /// @param tree of what is there now, ignored files left out
  public record State(String commit, String tree) {}

  private interface Work<T> {
    T run() throws GitException;
  }

  private <T> T alone(Work<T> work) throws GitException {
    lock.lock();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  /// Empty when it was never checked out.
  public Optional<State> state() throws GitException {
    return alone(() -> {
      var head = head();
      return head.isEmpty() ? Optional.empty() : Optional.of(new State(head.get(), tree()));
    });
  }

  private Optional<String> head() throws GitException {
    if (!Files.exists(state.resolve("HEAD"))) {
      return Optional.empty();
    }
    var output = attempt("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
    if (output.exitCode() != 0) {
      return Optional.empty();
    }
    adopt(output.text());
    return Optional.of(output.text());
  }

  /// Takes over commits that people made here themselves, each object of them checked.
  private void adopt(String commit) throws GitException {
    var there =
        git.attempt(mirror, Map.of(), new byte[0], List.of("cat-file", "-e", commit + "^{tree}"));
    if (there.exitCode() != 0) {
      git.run(
          mirror,
          "-c",
          "transfer.fsckObjects=true",
          "fetch",
          "--quiet",
          "--no-tags",
          "--no-write-fetch-head",
          "--end-of-options",
          state.toString(),
          "+HEAD:refs/loom/worktree");
    }
  }

  private String tree() throws GitException {
    run("add", "--all", "--", ".");
    return run("write-tree");
  }

  /// Takes up a commit of the branch if nobody has changed anything here; else leaves all as it is.
  void refresh(String commit) throws GitException {
    var _ =
        alone(() -> {
          refreshNow(commit);
          return commit;
        });
  }

  private void refreshNow(String commit) throws GitException {
    var head = head();
    if (head.isEmpty()) {
      checkout(commit);
    } else if (!head.get().equals(commit)
        && isAncestor(head.get(), commit)
        && tree().equals(treeOf(head.get()))) {
      move(commit, treeOf(commit));
    }
  }

  /// Takes up a commit of the branch, keeping what was changed here: commits as one on top of it,
  /// the rest uncommitted as it was.
  ///
  /// @param identity of a commit that has to be made
  public Update sync(String commit, CommitRequest identity) throws GitException {
    return alone(() -> syncNow(commit, identity));
  }

  private Update syncNow(String commit, CommitRequest identity) throws GitException {
    var head = head();
    if (head.isEmpty()) {
      checkout(commit);
      return new Update.Done(commit, true);
    }
    var tree = tree();
    if (isAncestor(commit, head.get())) {
      return new Update.Done(head.get(), false);
    }
    var base = head.get();
    if (!isAncestor(head.get(), commit)) {
      switch (merge(commit, head.get())) {
        case MergeOutcome.Conflict(var paths) -> {
          return new Update.Conflict(paths);
        }
        case MergeOutcome.Clean(var merged) -> base = commit(merged, commit, identity);
      }
    } else {
      base = commit;
    }
    if (tree.equals(treeOf(head.get()))) {
      move(base, treeOf(base));
      return new Update.Done(base, true);
    }
    var saved = commit(tree, head.get(), identity);
    run("update-ref", SAVED, saved);
    return switch (merge(base, saved)) {
      case MergeOutcome.Conflict(var paths) -> new Update.Conflict(paths);
      case MergeOutcome.Clean(var merged) -> {
        move(base, merged);
        yield new Update.Done(base, true);
      }
    };
  }

  /// Commits all that was changed, ignored files left out.
  ///
  /// @param identity whose tree and parents are set here
  public Saving save(CommitRequest identity) throws GitException {
    return alone(() -> {
      var found = head();
      if (found.isEmpty()) {
        return new Saving.NotThere();
      }
      var head = found.get();
      var tree = tree();
      if (tree.equals(treeOf(head))) {
        return new Saving.Nothing(head);
      }
      var forbidden = firstForbidden(head, tree);
      if (forbidden.isPresent()) {
        return new Saving.Forbidden(forbidden.get().path(), forbidden.get().reason());
      }
      var commit = commit(tree, head, identity);
      run("update-ref", "HEAD", commit);
      return new Saving.Saved(head, commit);
    });
  }

  /// The first thing that a commit or tree has, another has not, and none should have.
  public Optional<PatchOutcome.Forbidden> firstForbidden(String before, String after)
      throws GitException {
    return new TreeRules(git, mirror).firstForbidden(before, after);
  }

  /// Brings the files to a tree, and HEAD and the index to a commit. Done again after the server
  /// died in between, it does no harm: what is there then counts as changed here.
  private void move(String commit, String tree) throws GitException {
    run("read-tree", "--reset", "-u", tree);
    run("update-ref", "HEAD", commit);
    if (!tree.equals(treeOf(commit))) {
      run("read-tree", commit);
    }
  }

  private void checkout(String commit) throws GitException {
    try {
      remove(folder);
      remove(state);
      Files.createDirectories(folder);
      Files.createDirectories(state);
      git.run(
          mirror,
          "init",
          "--quiet",
          "--template=",
          "-b",
          "work",
          "--separate-git-dir=" + state,
          folder.toString());
      var info = Files.createDirectories(state.resolve("objects/info"));
      Files.writeString(info.resolve("alternates"), mirror.resolve("objects") + "\n");
    } catch (IOException e) {
      throw new GitException("The worktree %s cannot be made: %s".formatted(folder, e), e);
    }
    run("read-tree", "--reset", "-u", commit);
    run("update-ref", "HEAD", commit);
  }

  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private String treeOf(String commit) throws GitException {
    return run("rev-parse", "--verify", "--end-of-options", commit + "^{tree}");
  }

  /// Whether one commit is in the history of another.
  public boolean isAncestor(String older, String newer) throws GitException {
    var output = attempt("merge-base", "--is-ancestor", older, newer);
    return switch (output.exitCode()) {
      case 0 -> true;
      case 1 -> false;
      default -> throw new GitException("git merge-base: " + Git.lastWords(output));
    };
  }

  private MergeOutcome merge(String ours, String theirs) throws GitException {
    var output =
        attempt("merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs);
    var parts = List.of(new String(output.stdout(), StandardCharsets.UTF_8).split("\0"));
    return switch (output.exitCode()) {
      case 0 -> new MergeOutcome.Clean(parts.getFirst().strip());
      case 1 -> new MergeOutcome.Conflict(parts.subList(1, parts.size()));
      default -> throw new GitException("git merge-tree: " + Git.lastWords(output));
    };
  }

  private String commit(String tree, String parent, CommitRequest identity) throws GitException {
    var request =
        new CommitRequest(
            tree,
            List.of(parent),
            identity.message(),
            identity.author(),
            identity.email(),
            identity.time());
    return Mirror.commit(git, mirror, request);
  }

  private String run(String... arguments) throws GitException {
    return git.checked(attempt(arguments), arguments).text();
  }

  private Git.Output attempt(String... arguments) throws GitException {
    var all = new ArrayList<String>();
    all.add("--git-dir=" + state);
    all.add("--work-tree=" + folder);
    all.addAll(List.of(arguments));
    return git.attempt(
        folder,
        Map.of("GIT_OBJECT_DIRECTORY", mirror.resolve("objects").toString()),
        new byte[0],
        all);
  }
}
