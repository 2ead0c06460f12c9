package io.loom.cli;

import io.loom.cli.rest.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Texts that a command takes from files and from standard input.
final class Input {
  private static final int LONGEST = 1_000_000;

  private Input() {}

  /// @param name of a file; `-` is standard input
  static String text(String name, InputStream standardInput) {
    try {
      var bytes =
          name.equals("-")
              ? standardInput.readNBytes(LONGEST + 1)
              : Files.readAllBytes(Path.of(name));
      if (bytes.length > LONGEST) {
        throw Failure.usage("%s is longer than a text may be.".formatted(name));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Failure.usage("%s cannot be read (%s).".formatted(name, reason(e)));
    }
  }

  /// The file system says no more than the name when a file is not there.
  private static String reason(IOException e) {
    return e.getClass()
        .getSimpleName()
        .replaceAll("Exception$", "")
        .replaceAll("(?<=.)([A-Z])", " $1");
  }

  static String firstLine(InputStream in) {
    var line = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        line.write(b);
      }
    } catch (IOException _) {
      // What was read so far is the line.
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
