package io.loom.weaver.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds the programs that build sandboxes. They are looked for where the system keeps them, not on
/// the server's path, which others may have written.
final class HostPrograms {
  static final String SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private HostPrograms() {}

  static Optional<Path> find(String program) {
    return find(program, SEARCH_PATH);
  }

  static Optional<Path> find(String program, String searchPath) {
    return List.of(searchPath.split(":")).stream()
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, program))
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst();
  }

  /// The path of a program that the caller found before.
  static String path(String program) {
    return find(program)
        .orElseThrow(() -> new IllegalStateException("the program %s is gone".formatted(program)))
        .toString();
  }
}
