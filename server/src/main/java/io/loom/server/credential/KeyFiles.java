package io.loom.server.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The files that `ssh` reads, in a folder per project that only the server's user may enter. They
/// can be lost at any time: each is written again before it is used. Safe for many threads.
final class KeyFiles {
  static final String KEY = "id_ed25519";
  static final String PREVIOUS_KEY = "id_ed25519.previous";
  static final String PUBLIC_KEY = "id_ed25519.pub";
  static final String KNOWN_HOSTS = "known_hosts";

  /// Folders of git beside those of the projects: a project of such a name gets another one.
  private static final Set<String> TAKEN = Set.of("mirrors", "worktrees", "home");

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private final Path root;

  /// @param root with a folder per project
  KeyFiles(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path file(String projectId, String name) {
    return folder(projectId).resolve(name);
  }

  private Path folder(String projectId) {
    return project(projectId).resolve("ssh");
  }

  private Path project(String projectId) {
    return root.resolve(TAKEN.contains(projectId) ? projectId + "~" : projectId);
  }

  /// Sees to it that a file is there with this text, for nobody else to read.
  Path require(String projectId, String name, String text) throws IOException {
    var folder = folder(projectId);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(folder.getParent());
      Files.deleteIfExists(folder);
      makeFolder(folder);
    }
    if (!Files.getPosixFilePermissions(folder).equals(FOLDER)) {
      Files.setPosixFilePermissions(folder, FOLDER);
    }
    var file = folder.resolve(name);
    if (!isThere(file, text)) {
      replace(file, text);
    }
    return file;
  }

  /// Another thread may be faster.
  private static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    } catch (FileAlreadyExistsException _) {
      // It is there, which is what was wanted.
    }
  }

  private static boolean isThere(Path file, String text) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.getPosixFilePermissions(file).equals(FILE)
        && Files.readString(file).equals(text);
  }

  private static void replace(Path file, String text) throws IOException {
    var made =
        Files.createTempFile(
            file.getParent(), "new-", "", PosixFilePermissions.asFileAttribute(FILE));
    try {
      Files.writeString(made, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  Optional<String> read(String projectId, String name) throws IOException {
    var file = file(projectId, name);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(Files.readString(file))
        : Optional.empty();
  }

  void remove(String projectId, String name) throws IOException {
    Files.deleteIfExists(file(projectId, name));
  }

  /// Removes all files of a project.
  void remove(String projectId) throws IOException {
    var folder = folder(projectId);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    deleteOwn(folder);
    deleteIfEmpty(folder);
    deleteIfEmpty(project(projectId));
  }

  /// Nothing but what this class and ssh write.
  private static void deleteOwn(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        if (file.getFileName().toString().matches("id_ed25519.*|known_hosts.*|new-.*")) {
          Files.delete(file);
        }
      }
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }

  /// Removes the files of projects that are gone: the server may have ended between the two.
  ///
  /// @param isThere whether there is a project of this id
  void sweep(Predicate<String> isThere) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (var folders = Files.list(root)) {
      for (var folder : folders.filter(it -> Files.isDirectory(it.resolve("ssh"))).toList()) {
        var id = folder.getFileName().toString().replaceFirst("~$", "");
        if (folder.equals(project(id)) && !isThere.test(id)) {
          remove(id);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Keys of projects that are gone cannot be removed", e);
    }
  }
}
