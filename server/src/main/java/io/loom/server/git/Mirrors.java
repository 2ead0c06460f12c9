package io.loom.server.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// All mirrors, and the folders that go with them. Safe for many threads.
public final class Mirrors {
  private final Path root;
  private final Path home;
  private final Git git;
  private final Map<String, FetchTurns> turns = new ConcurrentHashMap<>();

  public Mirrors(GitConfig config) {
    this.root = config.root().toAbsolutePath().normalize();
    try {
      this.home = Files.createDirectories(root.resolve("home"));
      this.git = new Git(home, config.timeout());
    } catch (IOException e) {
      throw new UncheckedIOException("The folder %s cannot be made".formatted(root), e);
    }
  }

  /// Clears away what a server left that was killed in this folder. Called before any git command,
  /// and only where no other server uses the folder.
  public void recover() {
    GitLeftovers.remove(root, home);
  }

  public Mirror of(String projectId) {
    return new Mirror(git, root.resolve("mirrors").resolve(projectId + ".git"), turns(projectId));
  }

  private FetchTurns turns(String name) {
    return turns.computeIfAbsent(name, _ -> new FetchTurns());
  }

  /// The project's base worktree, for people; see [#refreshWorktree].
  public Path worktree(String projectId) {
    return root.resolve("worktrees").resolve(projectId);
  }

  /// A folder without any setting, which stands in for the home of the programs that Loom runs.
  public Path home() {
    return home;
  }

  /// Where a program that keeps a project's beads in refs of its own works; see [#makeBeadsFolder].
  public Path beadsFolder(String projectId) {
    return root.resolve("beads").resolve(projectId);
  }

  /// Makes that folder, if it is missing: a repository without any file of the project, whose
  /// `origin` is the project's.
  public Path makeBeadsFolder(String projectId, String url) throws GitException {
    var folder = beadsFolder(projectId);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new GitException("The folder %s cannot be made: %s".formatted(folder, e), e);
    }
    git.run(folder, "init", "--quiet", "--template=", ".");
    git.run(folder, "config", "remote.origin.url", url);
    git.run(folder, "config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*");
    return folder;
  }

  /// Brings the base worktree to a commit. Only the server writes there.
  public void refreshWorktree(String projectId, String commit) throws GitException {
    turns("worktree " + projectId).apart(() -> refresh(projectId, commit));
  }

  private void refresh(String projectId, String commit) throws GitException {
    var worktree = worktree(projectId);
    if (Files.exists(worktree.resolve(".git/objects/info/alternates"))) {
      git.run(worktree, "reset", "--quiet", "--hard", commit, "--");
    } else {
      of(projectId).checkout(worktree, commit);
    }
  }

  /// Whether a repository of this machine has the branch checked out and refuses pushes to it.
  public boolean isCheckedOut(String url, String branch) {
    var path = Path.of(url.replaceFirst("^file://", ""));
    if (!path.isAbsolute() || !Files.isDirectory(path.resolve(".git"))) {
      return false;
    }
    try {
      var head = git.attempt(path, Map.of(), new byte[0], List.of("symbolic-ref", "-q", "HEAD"));
      var setting =
          git.attempt(path, Map.of(), new byte[0], List.of("config", "receive.denyCurrentBranch"));
      return head.text().equals("refs/heads/" + branch)
          && !setting.text().matches("(?i)updateInstead|ignore|warn|false");
    } catch (GitException _) {
      return false;
    }
  }

  /// Asks the remote for its branches without fetching; the cheapest proof of access.
  public void probe(String url) throws GitException {
    git.run(root, "ls-remote", "--quiet", "--heads", "--end-of-options", url);
  }
}
