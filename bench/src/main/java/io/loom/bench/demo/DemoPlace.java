package io.loom.bench.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Where the demo keeps what it makes: a folder of its own below `run/`, which a later demo
/// replaces.
///
/// @param home the folder that Loom is installed in
record DemoPlace(Path home) {
  DemoPlace {
    home = home.toAbsolutePath().normalize();
  }

  Path folder() {
    return home.resolve("run").resolve("demo");
  }

  Path program() {
    return home.resolve("bin").resolve("loom");
  }

  Path example() {
    return home.resolve("examples").resolve("humanize");
  }

  /// The bare repository that the project is about.
  Path repository() {
    return folder().resolve("humanize.git");
  }

  Path config() {
    return folder().resolve("config.yaml");
  }

  Path serverLog() {
    return folder().resolve("loom.log");
  }

  Path modelLog() {
    return folder().resolve("model.log");
  }

  OwnProcess server() {
    return new OwnProcess("io.loom.server.Main", config(), folder().resolve("loom.pid"));
  }

  OwnProcess model() {
    return new OwnProcess("io.loom.bench.Main", modelPort(), folder().resolve("model.pid"));
  }

  /// The file that the scripted model writes its port to.
  Path modelPort() {
    return folder().resolve("model.port");
  }

  /// Makes the folder anew, empty.
  void replace() throws IOException {
    if (Files.exists(folder(), LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(folder(), new Removal());
    }
    Files.createDirectories(folder());
  }

  /// A path as one types it in the folder that Loom is installed in.
  String shown(Path path) {
    return path.startsWith(home) ? home.relativize(path).toString() : path.toString();
  }

  /// Follows no link.
  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
