package io.loom.weaver.local;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Paths that callers give, relative to the workspace.
///
/// Only their text is looked at: what links they pass through is decided inside the sandbox, which
/// shows nothing worth reaching.
final class WorkspacePath {
  private WorkspacePath() {}

  /// The path as commands are given it: `.` or `./…`, so that it never looks like an option.
  ///
  /// @throws IllegalArgumentException in words for the reader
  static String relative(String path) {
    Path given;
    try {
      given = Path.of(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("\"%s\" is not a path".formatted(path), e);
    }
    if (given.isAbsolute()) {
      throw new IllegalArgumentException(
          "%s is absolute; paths are relative to the workspace".formatted(path));
    }
    var normal = given.normalize();
    if (normal.startsWith("..")) {
      throw new IllegalArgumentException("%s is outside of the workspace".formatted(path));
    }
    return normal.toString().isEmpty() ? "." : "./" + normal;
  }
}
