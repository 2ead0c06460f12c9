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
    return new Mirror(git, folder(projectId), turns(projectId));
  }

  /// What lies in the commits of a project's mirror.
  public CommitFiles files(String projectId) {
    return new CommitFiles(git, folder(projectId));
  }

  /// What led to the commits of a project's mirror.
  public History history(String projectId) {
    return new History(git, folder(projectId));
  }

  /// Makes trees of patches in a project's mirror.
  public Patches patches(String projectId) {
    return new Patches(git, folder(projectId));
  }

  /// Whether the project was fetched at least once.
  public boolean has(String projectId) {
    return Files.exists(folder(projectId).resolve("HEAD"));
  }

  private Path folder(String projectId) {
    return root.resolve("mirrors").resolve(projectId + ".git");
  }

  private FetchTurns turns(String name) {
    return turns.computeIfAbsent(name, _ -> new FetchTurns());
  }

  /// The project's base worktree, for people; see [#refreshWorktree].
  public Path worktree(String projectId) {
    return root.resolve("worktrees").resolve(projectId);
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
