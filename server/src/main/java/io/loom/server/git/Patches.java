package io.loom.server.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Applies patches to commits of a bare repository, in an index of their own: no file is written
/// but objects. Safe for many threads.
public final class Patches {
  private static final Pattern PLAIN_NAME =
      Pattern.compile("(?m)^(?:--- |\\+\\+\\+ )(?!\"?[ab]/|/dev/null)\\S");

  private final Git git;
  private final Path folder;

  Patches(Git git, Path folder) {
    this.git = git;
    this.folder = folder;
  }

  /// @param patch a unified diff, its files called `a/file` and `b/file` or just `file`
  public PatchOutcome apply(String commit, String patch) throws GitException {
    try {
      var index = Files.createTempFile("loom-patch", "");
      try {
        Files.delete(index);
        return apply(commit, patch, Map.of("GIT_INDEX_FILE", index.toString()));
      } finally {
        Files.deleteIfExists(index);
      }
    } catch (IOException e) {
      throw new GitException("The index cannot be written: " + e.getMessage(), e);
    }
  }

  private PatchOutcome apply(String commit, String patch, Map<String, String> index)
      throws GitException {
    run(index, "read-tree", commit);
    var level = PLAIN_NAME.matcher(patch).find() ? "-p0" : "-p1";
    var applied =
        git.attempt(
            folder,
            index,
            patch.getBytes(StandardCharsets.UTF_8),
            List.of(
                "-c",
                "core.protectHFS=true",
                "-c",
                "core.protectNTFS=true",
                "apply",
                "--cached",
                "--whitespace=nowarn",
                "--verbose",
                level,
                "-"));
    if (applied.exitCode() != 0) {
      return new PatchOutcome.DoesNotApply(words(applied));
    }
    var tree = run(index, "write-tree");
    var rules = new TreeRules(git, folder);
    var forbidden = rules.firstForbidden(commit, tree);
    return forbidden.isPresent() ? forbidden.get() : new PatchOutcome.Applied(tree, words(applied));
  }

  private String run(Map<String, String> index, String... arguments) throws GitException {
    return git.checked(git.attempt(folder, index, new byte[0], List.of(arguments)), arguments[0])
        .text();
  }

  private static String words(Git.Output output) {
    var text = output.stderr().strip();
    return text.length() <= 8_000 ? text : text.substring(0, 8_000) + " …";
  }
}
