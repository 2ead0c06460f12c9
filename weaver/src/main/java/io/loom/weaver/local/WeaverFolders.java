package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The platform's own folder, held by one server at a time.
///
/// `weavers/ID/workspace` says where the weaver's workspace lies, and nothing else about it is
/// kept: its environment may hold secrets.
final class WeaverFolders implements AutoCloseable {
  private final Path root;
  private final FileChannel lockFile;
  private final FileLock lock;

  private WeaverFolders(Path root, FileChannel lockFile, FileLock lock) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  static WeaverFolders open(Path root) throws IOException {
    Files.createDirectories(root.resolve("weavers"));
    Files.createDirectories(root.resolve("sockets"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    var file =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var lock = file.tryLock();
      if (lock != null) {
        return new WeaverFolders(root, file, lock);
      }
    } catch (OverlappingFileLockException _) {
      // Another platform of this very server.
    }
    file.close();
    throw new IOException(
        "%s is in use by another server; give each its own folder".formatted(root));
  }

  /// The platform's folder holds every weaver's state, so no weaver may see it.
  void requireNotShown(Path shown) {
    var path = shown.toAbsolutePath().normalize();
    if (root.startsWith(path)) {
      throw new IllegalArgumentException("%s holds the state of all weavers".formatted(shown));
    }
  }

  Path etc() {
    return root.resolve("etc");
  }

  Path skeleton(String weaverId) {
    return weaver(weaverId).resolve("skeleton");
  }

  Path sockets() {
    return root.resolve("sockets");
  }

  Path probe() {
    return root.resolve("probe");
  }

  /// How the names of our control groups begin, different for each platform folder of a machine.
  String groupPrefix() {
    return "loom-%s-".formatted(UUID.nameUUIDFromBytes(root.toString().getBytes(UTF_8)));
  }

  /// Where an earlier server made control groups.
  List<Path> groupParents() throws IOException {
    var file = root.resolve("control-groups");
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Path::of).toList()
        : List.of();
  }

  void rememberGroupParents(List<Path> parents) throws IOException {
    Files.write(root.resolve("control-groups"), parents.stream().map(Path::toString).toList());
  }

  private Path weaver(String id) {
    return root.resolve("weavers").resolve(id);
  }

  Optional<Path> findWorkspace(String weaverId) throws IOException {
    try {
      return Optional.of(Path.of(Files.readString(weaver(weaverId).resolve("workspace"))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// The last step of making a weaver: from here on another start finds it.
  void remember(String weaverId, Path workspace) throws IOException {
    var draft = weaver(weaverId).resolve("workspace.new");
    Files.writeString(draft, workspace.toString());
    Files.move(draft, weaver(weaverId).resolve("workspace"), StandardCopyOption.ATOMIC_MOVE);
  }

  /// The first step of removing a weaver is its workspace; this is the last.
  void forget(String weaverId) throws IOException {
    TreeRemoval.remove(weaver(weaverId));
  }

  List<String> list() throws IOException {
    var ids = new ArrayList<String>();
    try (var folders = Files.newDirectoryStream(root.resolve("weavers"))) {
      folders.forEach(folder -> ids.add(requireNonNull(folder.getFileName()).toString()));
    }
    ids.sort(null);
    return ids;
  }

  /// Removes what the next start makes anew.
  @Override
  public void close() throws IOException {
    TreeRemoval.remove(etc());
    TreeRemoval.remove(probe());
    lock.release();
    lockFile.close();
  }
}
