package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loom.base.ByteSize;
import io.loom.weaver.ExecRequest;
import io.loom.weaver.ExecResult;
import io.loom.weaver.FileContent;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Works on the files of a weaver from the inside: a link that a command left there leads nowhere
/// that the command itself could not go. Safe for many threads.
final class WeaverFiles {
  private static final Duration TIME = Duration.ofMinutes(2);
  private static final long LONGEST_READ = 1L << 30;
  private static final int MISSING = 40;
  private static final int FOLDER = 41;
  private static final int NO_FILE = 42;

  /// Prints the size to standard error, the beginning of the file to standard output.
  private static final String READ =
      """
      [ -e "$1" ] || exit 40
      [ -d "$1" ] && exit 41
      [ -f "$1" ] || exit 42
      stat -Lc %s -- "$1" >&2 && exec head -c "$2" -- "$1"
      """;

  /// The new file has the rights of the one it replaces, so a script stays one.
  private static final String WRITE =
      """
      umask 022
      [ ! -d "$3" ] || { echo "it is a folder" >&2; exit 1; }
      mkdir -p -- "$1" && cat > "$2" || { rm -f -- "$2"; exit 1; }
      if [ -f "$3" ] && [ ! -L "$3" ]; then chmod --reference="$3" -- "$2"; fi
      mv -fT -- "$2" "$3" || { rm -f -- "$2"; exit 1; }
      """;

  private final CommandRunner runner;
  private final ControlGroups groups;

  WeaverFiles(CommandRunner runner, ControlGroups groups) {
    this.runner = runner;
    this.groups = groups;
  }

  FileContent read(Weaver weaver, String path, long maxBytes)
      throws WeaverException, InterruptedException {
    String relative;
    try {
      relative = WorkspacePath.relative(path);
    } catch (IllegalArgumentException e) {
      return new FileContent.Unreadable(String.valueOf(e.getMessage()));
    }
    long wanted = Math.clamp(maxBytes, 0, LONGEST_READ);
    var result =
        run(weaver, Math.max(4096, wanted), new byte[0], READ, relative, Long.toString(wanted));
    return switch (result.exitCode()) {
      case 0 -> found(result);
      case MISSING -> new FileContent.Missing();
      case FOLDER -> new FileContent.IsFolder();
      case NO_FILE -> new FileContent.Unreadable("%s is no regular file".formatted(path));
      default -> new FileContent.Unreadable(complaint(result));
    };
  }

  private static FileContent found(ExecResult result) {
    var size = new String(result.stderr(), UTF_8).strip();
    return new FileContent.Found(result.stdout(), Long.parseLong(size));
  }

  void write(Weaver weaver, String path, byte[] content)
      throws WeaverException, InterruptedException {
    var target = checked(path);
    int slash = target.lastIndexOf('/');
    if (slash < 0) {
      throw refused("%s is the workspace itself, no file".formatted(path), null);
    }
    var folder = target.substring(0, slash);
    var draft = folder + "/.loom-" + UUID.randomUUID();
    var result = run(weaver, 4096, content, WRITE, folder, draft, target);
    if (!result.succeeded()) {
      throw refused("%s could not be written: %s".formatted(path, complaint(result)), null);
    }
  }

  InputStream archive(Weaver weaver, String path) throws WeaverException, IOException {
    var command = List.of("tar", "--create", "--file=-", "--", checked(path));
    var request = new ExecRequest(command, "", Map.of(), new byte[0], weaver.spec().limits());
    var group = groups.open(weaver.spec(), request.limits());
    try {
      return ArchiveStream.open(runner.start(weaver, request, group), group);
    } catch (InterruptedException e) {
      group.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the archive began", e);
    } catch (IOException | WeaverException e) {
      group.close();
      throw e;
    }
  }

  private ExecResult run(
      Weaver weaver, long output, byte[] input, String script, String... arguments)
      throws WeaverException, InterruptedException {
    var own = weaver.spec().limits();
    var limits = new Limits(TIME, new ByteSize(output), own.memory(), own.cpus(), own.processes());
    var command = new ArrayList<>(List.of("/bin/sh", "-c", script, "loom-file"));
    command.addAll(List.of(arguments));
    return runner.run(weaver, new ExecRequest(command, "", Map.of(), input, limits));
  }

  private static String checked(String path) throws WeaverException {
    try {
      return WorkspacePath.relative(path);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  private static String complaint(ExecResult result) {
    var text = new String(result.stderr(), UTF_8).strip();
    return text.isEmpty() ? "it ended as %s".formatted(result.ending()) : text;
  }

  private static WeaverException refused(String message, @Nullable Exception cause) {
    return cause == null
        ? new WeaverException(Reason.PLATFORM_FAILED, message)
        : new WeaverException(Reason.PLATFORM_FAILED, message, cause);
  }
}
