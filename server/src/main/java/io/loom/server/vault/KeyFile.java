package io.loom.server.vault;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The key store on disk: one JSON object in a file that only its owner may read.
///
/// A write replaces the file as a whole and is on disk when it returns; whatever fails before that
/// leaves the old file as it was.
final class KeyFile {
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

  void write(ObjectNode document) {
    try {
      // A link to the file stays a link: what it points to is replaced.
      var target = Files.exists(path) ? path.toRealPath() : path;
      var folder = Files.createDirectories(parent(target));
      var fresh = folder.resolve(target.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      writeDurably(fresh, text(document));
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    } catch (IOException e) {
      throw new VaultException(
          "The key store %s cannot be written: %s. Free some space or make its folder writable."
              .formatted(path, e),
          e);
    }
  }

  private static void writeDurably(Path file, byte[] bytes) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, ownerOnly)) {
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

  private static Path parent(Path file) {
    var parent = file.getParent();
    return parent == null ? Path.of(".") : parent;
  }
}
