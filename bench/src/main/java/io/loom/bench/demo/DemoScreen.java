package io.loom.bench.demo;

import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Tint;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the demo writes, and how: live on a terminal, else in plain lines.
final class DemoScreen {
  private static final String ERASE_REST_OF_LINE = "\u001b[K";

  private final PrintWriter out;
  private final boolean live;
  private final boolean colors;
  private final InstantSource clock;
  private volatile boolean transientLine;
  private volatile @Nullable Display current;

  DemoScreen(PrintWriter out, boolean live, boolean colors, InstantSource clock) {
    this.out = out;
    this.live = live;
    this.colors = colors;
    this.clock = clock;
  }

  /// @param plain whether the user wants plain lines even on a terminal
  static DemoScreen open(boolean plain, Map<String, String> environment, InstantSource clock) {
    boolean isTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    // UTF-8 whatever the locale says: it is what the data are.
    var out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    boolean colors = isTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new DemoScreen(out, isTerminal && !plain, colors, clock);
  }

  /// What is being done just now, until something else is written. Only on a terminal.
  void doing(String words) {
    if (live) {
      out.print("\r  … " + words + ERASE_REST_OF_LINE);
      out.flush();
      transientLine = true;
    }
  }

  Screen screen() {
    if (transientLine) {
      out.print("\r" + ERASE_REST_OF_LINE);
      transientLine = false;
    }
    int width = live ? TerminalSize.watched(clock).get().columns() : Screen.UNLIMITED;
    return new Screen(out, clock, width, colors);
  }

  Display display() {
    var display =
        live
            ? new LiveDisplay(out, colors, TerminalSize.watched(clock))
            : new PlainDisplay(screen());
    current = display;
    return display;
  }

  /// Leaves the terminal as it was. From whichever thread.
  void leave() {
    var display = current;
    if (display != null) {
      display.close();
    }
  }

  void heading(String text) {
    screen().heading(text);
  }

  /// Something of the preparations that is done.
  void done(String what, String words) {
    screen().line(new Span("  ✓ ", Tint.GREEN), Span.bold("%-11s".formatted(what)), Span.of(words));
  }

  /// Text of several lines, whole.
  void text(String text) {
    screen().paragraph(text, 2);
  }

  void line(String text) {
    screen().line(text);
  }

  void failure(DemoFailure failure) {
    var screen = screen();
    screen.line("");
    screen.line(new Span("✗ ", Tint.RED), Span.bold(String.valueOf(failure.getMessage())));
    failure.lines().forEach(line -> line.lines().forEach(screen::line));
  }
}
