package io.loom.server.git;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a tree that Loom commits for somebody may not have, unless it was there before: submodules,
/// links that leave the repository, and names that some git takes for its own folder.
final class TreeRules {
  private final Git git;
  private final Path folder;

  TreeRules(Git git, Path folder) {
    this.git = git;
    this.folder = folder;
  }

  /// The first thing that one tree has, another has not, and none should have.
  ///
  /// @param before a commit or a tree
  Optional<PatchOutcome.Forbidden> firstForbidden(String before, String tree) throws GitException {
    var raw =
        git.run(
            folder, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", before, tree);
    var parts = raw.split("\0", -1);
    for (int i = 0; i + 1 < parts.length; i += 2) {
      var words = parts[i].substring(1).split(" ", -1);
      var reason = reason(words[0], words[1], parts[i + 1], words[3], tree);
      if (!reason.isEmpty()) {
        return Optional.of(new PatchOutcome.Forbidden(parts[i + 1], reason));
      }
    }
    return Optional.empty();
  }

  private String reason(String oldMode, String mode, String path, String object, String tree)
      throws GitException {
    if (oldMode.equals("160000") || mode.equals("160000") || path.equals(".gitmodules")) {
      return "Submodules are changed in a clone, not here.";
    }
    if (isGits(path)) {
      return "The folder .git is git's own.";
    }
    return mode.equals("120000") && leadsOut(path, object, tree)
        ? "The link leads out of the repository."
        : "";
  }

  static boolean isGits(String path) {
    return List.of(path.toLowerCase(Locale.ROOT).split("/", -1)).stream()
        .anyMatch(part -> part.equals(".git") || part.equals("git~1"));
  }

  /// Both as it is written, and as git follows it through other links.
  private boolean leadsOut(String path, String object, String tree) throws GitException {
    var target = git.run(folder, "cat-file", "blob", object);
    int depth = path.split("/", -1).length - 1;
    for (var part : target.split("/", -1)) {
      depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
      if (depth < 0) {
        return true;
      }
    }
    var followed =
        git.attempt(
            folder,
            Map.of(),
            (tree + ":" + path + "\0").getBytes(StandardCharsets.UTF_8),
            List.of("cat-file", "--batch-check", "--follow-symlinks", "-z"));
    return target.startsWith("/") || isGits(target) || followed.text().startsWith("symlink ");
  }
}
