package io.loom.server.action;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which paths an agent may name: those in the workspace, without git's own folder. Where symbolic
/// links lead is the weaver's affair, which shows nothing but what the agent may see.
final class WorkspacePath {
  private WorkspacePath() {}

  /// Why a path is refused, for the model, or null.
  static @Nullable String problem(String path) {
    if (path.indexOf('\0') >= 0) {
      return "A path cannot contain NUL.";
    }
    var shown = OutputText.line(path, 200);
    if (path.isBlank()) {
      return "The path is empty; write . for the workspace itself.";
    }
    if (path.startsWith("/") || path.startsWith("~")) {
      return "%s is not in the workspace: write paths relative to it, such as src/App.java."
          .formatted(shown);
    }
    for (var part : path.split("/", -1)) {
      if (part.equals("..")) {
        return "%s: .. is not allowed in a path; name it from the workspace's root."
            .formatted(shown);
      }
      if (part.equalsIgnoreCase(".git")) {
        return "%s: git's own folder is out of bounds; use git_status, git_diff and git_log."
            .formatted(shown);
      }
    }
    return null;
  }

  /// Without empty parts and single dots; `.` for the workspace itself.
  static String normal(String path) {
    var parts =
        Arrays.stream(path.split("/"))
            .filter(part -> !part.isEmpty() && !part.equals("."))
            .collect(Collectors.joining("/"));
    return parts.isEmpty() ? "." : parts;
  }

  /// As an argument that no program takes for an option.
  static String argument(String path) {
    var normal = normal(path);
    return normal.equals(".") ? normal : "./" + normal;
  }

  /// The folder above, `.` at the top.
  static String parent(String path) {
    var normal = normal(path);
    int slash = normal.lastIndexOf('/');
    return slash < 0 ? "." : normal.substring(0, slash);
  }
}
