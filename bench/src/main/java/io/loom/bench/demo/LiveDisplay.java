package io.loom.bench.demo;

import io.loom.cli.screen.Span;
import io.loom.cli.screen.Width;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Finished lines scroll by, and below them stands a block that changes in place.
///
/// Each change is one write, over what stood there and not after erasing it, so nothing flickers.
/// Safe for many threads: one that ends the program may close it at any time.
final class LiveDisplay implements Display {
  private static final String BEGIN = "\u001b[?2026h\u001b[?25l";
  private static final String END = "\u001b[?2026l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String ERASE_REST_OF_LINE = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";

  private final PrintWriter out;
  private final boolean colors;
  private final Supplier<TerminalSize> size;
  private final ReentrantLock lock = new ReentrantLock();
  private List<List<Span>> standing = List.of();
  private String shown = "";
  private int rows;
  private boolean closed;

  LiveDisplay(PrintWriter out, boolean colors, Supplier<TerminalSize> size) {
    this.out = out;
    this.colors = colors;
    this.size = size;
  }

  @Override
  public void line(Line line) {
    lock.lock();
    try {
      var room = size.get();
      var painted = paint(LineText.of(line), room.columns());
      write(painted + ERASE_REST_OF_LINE + "\n", block(room));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stand(Progress progress, Instant now) {
    lock.lock();
    try {
      var room = size.get();
      standing = StandingText.rows(progress, now, room.columns() - 1);
      var block = block(room);
      if (!block.equals(shown)) {
        write("", block);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        standing = List.of();
        write("", "");
        out.write(SHOW_CURSOR);
        out.flush();
        closed = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /// The block's rows, no wider and no more than fit.
  private String block(TerminalSize now) {
    var block = new StringBuilder();
    standing.stream()
        .limit(Math.max(1, now.rows() - 2))
        .forEach(
            row -> block.append(paint(row, now.columns())).append(ERASE_REST_OF_LINE).append('\n'));
    return block.toString();
  }

  private void write(String lines, String block) {
    if (closed) {
      return;
    }
    var up = rows == 0 ? "" : "\u001b[" + rows + "A\r";
    out.write(BEGIN + up + lines + block + ERASE_BELOW + END);
    out.flush();
    shown = block;
    rows = (int) block.chars().filter(c -> c == '\n').count();
  }

  /// A row, cut at the terminal's edge: one that wraps would make the block another height.
  private String paint(List<Span> spans, int width) {
    var line = new StringBuilder();
    int left = width - 1;
    for (var span : spans) {
      if (left > 0) {
        var text = Width.cut(span.text(), left);
        line.append(span.tint().paint(text, colors));
        left -= Width.of(text);
      }
    }
    return line.toString();
  }
}
