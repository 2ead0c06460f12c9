package io.loom.server.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Folders that hold a secret for as long as one command runs, closed to other users. Their names
/// begin with the number of the server's process. Safe for many threads.
final class PrivateFolders {
  private final Path root;
  private final long self = ProcessHandle.current().pid();

  /// @param root their folder, where nothing else is
  PrivateFolders(Path root) {
    this.root = root;
  }

  /// A new folder. Whoever asks for it removes it.
  Path make() throws IOException {
    Files.createDirectories(root);
    var owner = PosixFilePermissions.fromString("rwx------");
    return Files.createTempDirectory(root, self + "-", PosixFilePermissions.asFileAttribute(owner));
  }

  /// Writes a file that at no time another user can read.
  static Path write(Path folder, String name, String text) throws IOException {
    var owner = PosixFilePermissions.fromString("rw-------");
    var file = Files.createFile(folder.resolve(name), PosixFilePermissions.asFileAttribute(owner));
    return Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
  }

  static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /// Removes what a server left that was killed. Called before this one makes its first folder: a
  /// number like its own is one that came round again.
  void sweep() {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (var folders = Files.list(root)) {
      for (var folder : folders.filter(this::isLeft).toList()) {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder %s cannot be emptied".formatted(root), e);
    }
  }

  private boolean isLeft(Path folder) {
    long process = Long.parseLong(folder.getFileName().toString().replaceFirst("\\D.*", ""));
    return process == self || ProcessHandle.of(process).isEmpty();
  }
}
