package io.loom.server.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// All mirrors, and the folders that go with them. Safe for many threads.
public final class Mirrors {
  private final Path root;
  private final Path home;
  private final Git git;
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();
  private final Map<String, FetchTurns> turns = new ConcurrentHashMap<>();

  public Mirrors(GitConfig config) {
    this.root = config.root().toAbsolutePath().normalize();
    try {
      this.home = Files.createDirectories(root.resolve("home"));
      this.git = new Git(home, config.timeout());
      git.sweep();
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

  /// The project's base worktree, for people; see [BaseWorktree].
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

  /// The project's base worktree.
  public BaseWorktree baseWorktree(String projectId) {
    return new BaseWorktree(
        git,
        folder(projectId),
        worktree(projectId),
        root.resolve("worktree-state").resolve(projectId),
        locks.computeIfAbsent(projectId, _ -> new ReentrantLock(true)));
  }

  /// Brings the base worktree to a commit, unless people have changed something there.
  public void refreshWorktree(String projectId, String commit) throws GitException {
    baseWorktree(projectId).refresh(commit);
  }

  /// Puts away what there is of a project, so that nothing finds it any more.
  public void discard(String projectId) {
    for (var folder : folders(projectId)) {
      if (Files.exists(folder)) {
        try {
          var bin = Files.createDirectories(root.resolve("discarded"));
          Files.move(folder, Files.createTempDirectory(bin, projectId).resolve("it"));
        } catch (IOException e) {
          throw new UncheckedIOException("%s cannot be put away".formatted(folder), e);
        }
      }
    }
  }

  private List<Path> folders(String projectId) {
    return List.of(
        worktree(projectId), root.resolve("worktree-state").resolve(projectId), folder(projectId));
  }

  /// The projects that there is something of.
  public Set<String> known() {
    var found = new TreeSet<String>();
    names("worktrees").forEach(found::add);
    names("worktree-state").forEach(found::add);
    names("mirrors")
        .filter(name -> name.endsWith(".git"))
        .forEach(name -> found.add(name.substring(0, name.length() - 4)));
    return found;
  }

  private Stream<String> names(String folder) {
    var names = root.resolve(folder).toFile().list();
    return names == null ? Stream.empty() : Stream.of(names);
  }

  /// Deletes what was put away.
  public void empty() {
    try {
      BaseWorktree.remove(root.resolve("discarded"));
    } catch (IOException e) {
      throw new UncheckedIOException("What was put away cannot be deleted", e);
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
  public void probe(Remote remote) throws GitException {
    git.run(root, remote, "ls-remote", "--quiet", "--heads", "--end-of-options", remote.url());
  }
}
