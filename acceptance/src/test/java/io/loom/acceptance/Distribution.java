package io.loom.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the shipped programs lie.
final class Distribution {
  private Distribution() {}

  private static Path find() {
    var dist = Path.of(System.getProperty("loom.dist", "dist")).toAbsolutePath().normalize();
    if (!Files.isRegularFile(dist.resolve("lib/loom-server.jar"))) {
      throw new IllegalStateException(
          "The acceptance tests start what is shipped, and %s is not built. Run: make build"
              .formatted(dist));
    }
    return dist;
  }

  /// The `loom` command.
  static String command() {
    return home().resolve("bin/loom").toString();
  }

  /// What lies beside `bin`: examples, personas.
  static Path home() {
    return find().resolveSibling("").toAbsolutePath().normalize();
  }
}
