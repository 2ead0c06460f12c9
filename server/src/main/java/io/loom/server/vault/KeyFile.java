package io.loom.server.vault;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.ground.http.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// The key store on disk: one JSON object in a file that only its owner may read.
///
/// A write replaces the file as a whole and is on disk when it returns; whatever fails before that
/// leaves the old file as it was. What it leaves beside it, `….new`, means nothing.
final class KeyFile {
  private static final System.Logger LOG = System.getLogger(KeyFile.class.getName());
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final String REMEDY =
      "Restore it from a backup, or move it away to start with an empty key store.";

  private final Path path;

  KeyFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  Path path() {
    return path;
  }

  /// The object in the file, or nothing when there is no file.
  Optional<ObjectNode> read() {
    if (Files.notExists(path)) {
      return Optional.empty();
    }
    try {
      var text = Files.readString(path);
      if (Json.mapper().readTree(text) instanceof ObjectNode document) {
        return Optional.of(document);
      }
      throw corrupt("it holds no JSON object");
    } catch (JsonProcessingException e) {
      throw corrupt("it is not JSON, see line " + e.getLocation().getLineNr());
    } catch (IOException e) {
      throw new VaultException(
          "The key store %s cannot be read: %s. Make it readable for the user Loom runs as."
              .formatted(path, e),
          e);
    }
  }

  VaultException corrupt(String why) {
    return new VaultException("The key store %s is damaged: %s. %s".formatted(path, why, REMEDY));
  }

  VaultException wrongPassword() {
    return new VaultException(
        "LOOM_PASSWORD does not open the key store %s. Set it to the password that the file was made with or changed to. If that is what it is, the file's passwords were changed: restore it from a backup. Nothing was written."
            .formatted(path));
  }

  /// Whether others than the owner may read or write the file.
  boolean isOpenToOthers() throws IOException {
    try {
      return !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path));
    } catch (UnsupportedOperationException _) {
      return false;
    }
  }

  /// Takes the file from all but its owner, and says so when that was needed.
  void closeToOthers() {
    try {
      if (isOpenToOthers()) {
        Files.setPosixFilePermissions(path, OWNER_ONLY);
        LOG.log(WARNING, "others could read the key store {0}; its mode is 0600 now", path);
      }
    } catch (IOException e) {
      LOG.log(WARNING, "others can read the key store {0}, and its mode stays: {1}", path, e);
    }
  }

  void write(ObjectNode document) {
    try {
      // A link to the file stays a link: what it points to is replaced.
      var target = target();
      replace(target, text(document));
    } catch (IOException e) {
      throw new VaultException(
          "The key store %s cannot be written: %s. Free some space or make its folder writable."
              .formatted(path, e),
          e);
    }
  }

  private Path target() throws IOException {
    return Files.exists(path) ? path.toRealPath() : path;
  }

  /// Where the file of the first version is kept.
  Path firstVersion() {
    return path.resolveSibling(path.getFileName() + ".v1.bak");
  }

  /// Keeps the file as it is under another name. Repeating it after a crash is harmless; another
  /// file that has the name already is never overwritten.
  void keepFirstVersion() {
    var copy = firstVersion();
    try {
      var bytes = Files.readAllBytes(path);
      if (Files.exists(copy)) {
        if (Arrays.equals(bytes, Files.readAllBytes(copy))) {
          return;
        }
        throw new VaultException(
            "The key store %s is of version 1.0 and is kept as %s before it is upgraded, but another file has that name. Move it away."
                .formatted(path, copy));
      }
      replace(copy, bytes);
    } catch (IOException e) {
      throw new VaultException(
          "The key store %s cannot be copied to %s before it is upgraded: %s."
              .formatted(path, copy, e),
          e);
    }
  }

  /// Removes what [#keepFirstVersion] kept, if anything.
  void forgetFirstVersion() {
    try {
      Files.deleteIfExists(firstVersion());
    } catch (IOException e) {
      LOG.log(
          WARNING,
          "{0} cannot be removed, and the old password opens it: {1}",
          firstVersion(),
          e.toString());
    }
  }

  private static void replace(Path target, byte[] bytes) throws IOException {
    var folder = Files.createDirectories(parent(target));
    var fresh = folder.resolve(target.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    writeDurably(fresh, bytes);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private static void writeDurably(Path file, byte[] bytes) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    try (var channel = FileChannel.open(file, options, mode)) {
      var rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static byte[] text(ObjectNode document) throws IOException {
    return Json.mapper()
        .writer()
        .with(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(document)
        .concat("\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  static Path parent(Path file) {
    var parent = file.getParent();
    return parent == null ? Path.of(".") : parent;
  }
}
