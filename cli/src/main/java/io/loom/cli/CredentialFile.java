package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The tokens of those who signed in, one per server, in a file that its owner alone can read.
///
/// Several programs may use it at once.
final class CredentialFile {
  private static final String SERVERS = "servers";

  private final @Nullable Path file;

  /// @param file absent where there is no place for one
  CredentialFile(@Nullable Path file) {
    this.file = file;
  }

  /// `loom/credentials.json` in the folder where this user's programs keep their settings.
  static CredentialFile of(Terminal terminal) {
    var settings = terminal.variable("XDG_CONFIG_HOME");
    if (Path.of(settings).isAbsolute()) {
      return new CredentialFile(Path.of(settings, "loom", "credentials.json"));
    }
    var home = terminal.variable("HOME");
    return new CredentialFile(
        home.isBlank() ? null : Path.of(home, ".config", "loom", "credentials.json"));
  }

  Optional<SignedIn> find(URI server) {
    return file == null ? Optional.empty() : entry(read(file).path(SERVERS).path(key(server)));
  }

  void put(URI server, SignedIn signedIn) {
    change(all ->
        all.withObjectProperty(SERVERS)
            .putObject(key(server))
            .put("token", signedIn.token())
            .put("username", signedIn.username())
            .put("since", signedIn.since().toString())
            .put("expires_at", signedIn.expiresAt().toString()));
  }

  void remove(URI server) {
    change(all -> all.withObjectProperty(SERVERS).remove(key(server)));
  }

  /// As it is written: a token for one address is not shown to another one, even of the same host.
  private static String key(URI server) {
    return server.toString().toLowerCase(Locale.ROOT);
  }

  private static Optional<SignedIn> entry(JsonNode entry) {
    var token = text(entry, "token");
    // What goes into a header must not end it.
    if (!token.matches("[\\x21-\\x7e]+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SignedIn(
              token,
              text(entry, "username"),
              Instant.parse(text(entry, "since")),
              Instant.parse(text(entry, "expires_at"))));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private void change(Consumer<ObjectNode> change) {
    if (file == null) {
      throw Failure.usage("There is no place to keep a token: set HOME or XDG_CONFIG_HOME.");
    }
    var folder = file.resolveSibling(".").normalize();
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (var turn =
              FileChannel.open(
                  folder.resolve("credentials.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var _ = turn.lock()) {
        var all = read(file);
        change.accept(all);
        write(all, file, folder);
      }
    } catch (IOException e) {
      throw Failure.usage("%s cannot be written (%s).".formatted(file, e));
    }
  }

  private static ObjectNode read(Path file) {
    try {
      return Json.parse(Files.readString(file))
          .filter(ObjectNode.class::isInstance)
          .map(ObjectNode.class::cast)
          .orElseGet(Json::object);
    } catch (NoSuchFileException _) {
      return Json.object();
    } catch (IOException e) {
      throw Failure.usage("%s cannot be read (%s).".formatted(file, e));
    }
  }

  /// Whoever reads meanwhile finds the old file or the new one, and nobody else either of them.
  private static void write(JsonNode all, Path file, Path folder) throws IOException {
    var fresh =
        Files.createTempFile(
            folder,
            "credentials",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, all.toPrettyString() + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
