package io.loom.server.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a server that was killed leaves behind: git commands that still run, and the locks of those
/// that were killed with it. Git itself waits for such a lock for ever.
///
/// Used once, before this server runs its first git command, by whoever knows that no other server
/// uses the folder.
final class GitLeftovers {
  private static final System.Logger LOG = System.getLogger(GitLeftovers.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Path PROCESSES = Path.of("/proc");

  private GitLeftovers() {}

  /// @param root of mirrors and worktrees
  /// @param home by which our git commands are told from those of others
  static void remove(Path root, Path home) {
    endCommands(home);
    for (var folder : List.of("mirrors", "worktree-state")) {
      removeLocks(root.resolve(folder));
    }
  }

  private static void endCommands(Path home) {
    var mark = "HOME=" + home;
    var left =
        ProcessHandle.allProcesses().filter(process -> hasEnvironment(process, mark)).toList();
    left.forEach(ProcessHandle::destroyForcibly);
    for (var process : left) {
      LOG.log(System.Logger.Level.INFO, "ended git {0} of an earlier server", process.pid());
      try {
        process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException _) {
        LOG.log(System.Logger.Level.WARNING, "git {0} of an earlier server stays", process.pid());
      }
    }
  }

  private static boolean hasEnvironment(ProcessHandle process, String mark) {
    try {
      var file = PROCESSES.resolve(Long.toString(process.pid())).resolve("environ");
      var variables = Files.readString(file, StandardCharsets.ISO_8859_1);
      return List.of(variables.split("\0")).contains(mark);
    } catch (IOException _) {
      // It has ended, or belongs to somebody else.
      return false;
    }
  }

  private static void removeLocks(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new LockRemoval());
    } catch (IOException e) {
      throw new UncheckedIOException("Locks of git in %s cannot be removed".formatted(folder), e);
    }
  }

  /// Walks through the administration of repositories, past objects.
  private static final class LockRemoval extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      var name = String.valueOf(folder.getFileName());
      return name.equals("objects") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (file.toString().endsWith(".lock")) {
        LOG.log(System.Logger.Level.INFO, "removed {0} of an earlier server", file);
        Files.delete(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
