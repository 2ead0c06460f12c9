package io.loom.server.project;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which branches of a project nobody pushes to directly: not its agents, and not Loom for people.
/// What is to be there comes by a pull request.
///
/// @param patterns names of branches; in them `*` stands for any text without a slash, `**` for any
public record ProtectedBranches(List<String> patterns) {
  static final int MOST = 100;
  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_*][A-Za-z0-9_.*/+@-]{0,199}");

  public ProtectedBranches {
    patterns = List.copyOf(patterns);
  }

  /// What is said, or what the strategy means: where results come by pull request, the project's
  /// own branch is protected.
  public static ProtectedBranches of(Project project) {
    var said = project.options().protectedBranches();
    if (said != null) {
      return new ProtectedBranches(said);
    }
    return new ProtectedBranches(
        project.gitStrategy() == GitStrategy.BRANCH_PR ? List.of(project.branch()) : List.of());
  }

  public boolean protects(String branch) {
    return patterns.stream().anyMatch(pattern -> regex(pattern).matcher(branch).matches());
  }

  private static Pattern regex(String pattern) {
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      boolean deep = pattern.startsWith("**", i);
      regex.append(
          pattern.charAt(i) != '*'
              ? Pattern.quote(pattern.substring(i, i + 1))
              : deep ? ".*" : "[^/]*");
      i += deep ? 1 : 0;
    }
    return Pattern.compile(regex.toString());
  }

  static Optional<String> problemWith(List<String> patterns) {
    if (patterns.size() > MOST) {
      return Optional.of("protected_branches has more than %d entries.".formatted(MOST));
    }
    return patterns.stream()
        .map(pattern -> pattern == null ? "" : pattern)
        .filter(pattern -> !PATTERN.matcher(pattern).matches() || pattern.contains("***"))
        .findFirst()
        .map(pattern ->
            "protected_branches are names of branches, in which * and ** stand for any text.");
  }
}
