package io.loom.cli.screen;

import java.io.PrintWriter;
import java.time.InstantSource;

/// Where a command writes what people read. Only harmless text gets through.
public final class Screen {
  /// The width when lines are not to be cut.
  public static final int UNLIMITED = Integer.MAX_VALUE / 2;

  private final PrintWriter out;
  private final InstantSource clock;
  private final int width;
  private final boolean colors;

  public Screen(PrintWriter out, InstantSource clock, int width, boolean colors) {
    this.out = out;
    this.clock = clock;
    this.width = width;
    this.colors = colors;
  }

  public void line(String text) {
    line(Span.of(text));
  }

  /// The pieces one after another, without anything between.
  public void line(Span... pieces) {
    var line = new StringBuilder();
    for (var piece : pieces) {
      line.append(piece.tint().paint(piece.text(), colors));
    }
    out.println(line.toString().stripTrailing());
    out.flush();
  }

  /// Text of several lines, indented, whole.
  public void paragraph(String text, int indent) {
    var margin = " ".repeat(indent);
    PlainText.lines(text)
        .strip()
        .lines()
        .forEach(line -> out.println((margin + line).stripTrailing()));
    out.flush();
  }

  /// A label and its value, unless the value is blank.
  public void field(String label, Span value) {
    if (!value.text().isBlank()) {
      line(Span.dim("%-12s ".formatted(label)), value);
    }
  }

  public void field(String label, String value) {
    field(label, Span.of(value));
  }

  public void heading(String text) {
    line("");
    line(Span.bold(text));
  }

  public void table(Table table) {
    table.lines(width, colors).forEach(out::println);
    out.flush();
  }

  public Span age(String timestamp) {
    return Span.dim(Age.of(timestamp, clock.instant()));
  }

  /// Whether nobody reads any more, such as a pager that was left.
  public boolean isGone() {
    return out.checkError();
  }
}
