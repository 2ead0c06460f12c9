package io.loom.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A bare git repository of a test, as a user's remote would be.
final class Origin {
  /// A commit, as far as tests look at it.
  record Commit(String id, String message, List<String> paths) {
    boolean onlyBeads() {
      return paths.stream().allMatch(path -> path.startsWith(".beads/"));
    }

    /// The value of a trailer, or nothing but an empty text.
    String trailer(String name) {
      return message
          .lines()
          .filter(line -> line.startsWith(name + ": "))
          .map(line -> line.substring(name.length() + 2))
          .findFirst()
          .orElse("");
    }
  }

  private final Path folder;

  private Origin(Path folder) {
    this.folder = folder;
  }

  /// A repository whose first commit holds the files of a folder.
  ///
  /// @param parent where the repository is made, as `name.git`
  static Origin ofFolder(Path parent, String name, Path content) {
    return make(
        parent, name, work -> Shell.run(parent, "cp", "-a", content + "/.", work.toString()));
  }

  /// @param files the content of the first commit, by path
  static Origin ofFiles(Path parent, String name, Map<String, String> files) {
    return make(parent, name, work -> files.forEach((path, content) -> write(work, path, content)));
  }

  private static Origin make(Path parent, String name, Consumer<Path> fill) {
    var folder = parent.resolve(name + ".git");
    var work = parent.resolve(name + "-first");
    Shell.run(parent, "git", "init", "-q", "--bare", "-b", "main", folder.toString());
    Shell.run(parent, "git", "init", "-q", "-b", "main", work.toString());
    fill.accept(work);
    Shell.run(work, "git", "add", "-A");
    Shell.run(work, "git", "commit", "-q", "--allow-empty", "-m", "First");
    Shell.run(work, "git", "push", "-q", folder.toString(), "main");
    return new Origin(folder);
  }

  private static void write(Path work, String path, String content) {
    Shell.run(work, "install", "-D", "/dev/null", path);
    try {
      Files.writeString(work.resolve(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "file://" + folder;
  }

  /// The commits of a branch, oldest first.
  List<Commit> commits(String branch) {
    return Shell.run(folder, "git", "rev-list", "--reverse", branch)
        .lines()
        .map(id ->
            new Commit(
                id,
                Shell.run(folder, "git", "log", "-1", "--format=%B", id),
                Shell.run(
                        folder,
                        "git",
                        "diff-tree",
                        "--root",
                        "--no-commit-id",
                        "-r",
                        "--name-only",
                        id)
                    .lines()
                    .toList()))
        .toList();
  }

  /// The commits of `main` that agents' work was merged with.
  List<Commit> merged() {
    return commits("main").stream().skip(1).filter(commit -> !commit.onlyBeads()).toList();
  }

  boolean isLinear(String branch) {
    return Shell.run(folder, "git", "rev-list", "--merges", branch).isEmpty();
  }

  String file(String branch, String path) {
    return Shell.run(folder, "git", "show", branch + ":" + path);
  }

  Path cloneTo(Path target) {
    Shell.run(folder, "git", "clone", "-q", "-b", "main", folder.toString(), target.toString());
    return target;
  }
}
