package io.loom.bench.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// How large the terminal is, in characters.
record TerminalSize(int columns, int rows) {
  private static final TerminalSize USUAL = new TerminalSize(80, 24);
  private static final Duration FRESH = Duration.ofSeconds(2);

  /// The terminal's size, looked up again from time to time, since windows are dragged about.
  static Supplier<TerminalSize> watched(InstantSource clock) {
    return new Supplier<>() {
      private TerminalSize size = ask();
      private Instant asked = clock.instant();

      @Override
      public TerminalSize get() {
        if (clock.instant().isAfter(asked.plus(FRESH))) {
          asked = clock.instant();
          size = ask();
        }
        return size;
      }
    };
  }

  private static TerminalSize ask() {
    try {
      var process =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var output = process.getInputStream()) {
        return parse(new String(output.readAllBytes(), StandardCharsets.US_ASCII));
      }
    } catch (IOException _) {
      return USUAL;
    }
  }

  /// @param text rows and columns
  static TerminalSize parse(String text) {
    var parts = text.strip().split(" ", -1);
    if (parts.length != 2 || !parts[0].matches("\\d{1,4}") || !parts[1].matches("\\d{1,4}")) {
      return USUAL;
    }
    int rows = Integer.parseInt(parts[0]);
    int columns = Integer.parseInt(parts[1]);
    return rows < 1 || columns < 1 ? USUAL : new TerminalSize(columns, rows);
  }
}
