package io.loom.server.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which paths of a repository people may name.
final class SourcePath {
  private static final int LONGEST = 4_096;

  private SourcePath() {}

  /// What is wrong with a path.
  static Optional<String> problemWith(String path) {
    if (path.length() > LONGEST) {
      return Optional.of("path is longer than %d characters.".formatted(LONGEST));
    }
    if (path.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      return Optional.of("path must not contain NUL or other control characters.");
    }
    if (path.startsWith("/")) {
      return Optional.of("path is relative to the repository.");
    }
    for (var part : path.split("/", -1)) {
      if (part.equals("..")) {
        return Optional.of("path must not contain \"..\".");
      }
      if (isGits(part)) {
        return Optional.of("The folder .git is git's own.");
      }
    }
    return Optional.empty();
  }

  static boolean isGits(String part) {
    return part.toLowerCase(Locale.ROOT).equals(".git");
  }

  /// Without empty parts and single dots; empty for the repository itself.
  static String normal(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .collect(Collectors.joining("/"));
  }
}
