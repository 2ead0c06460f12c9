package io.loom.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows under headers, aligned, no wider than the screen.
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST_TEXT = 16;
  private static final int NARROWEST = 4;

  private final List<Span> headers;
  private final List<List<Span>> rows = new ArrayList<>();

  /// @param headers the one in lower case is of the column that gives way when room is short; all
  ///   are shown in upper case
  public Table(String... headers) {
    this.headers = Arrays.stream(headers).map(Span::bold).toList();
  }

  public Table row(Span... cells) {
    if (cells.length != headers.size()) {
      throw new IllegalArgumentException("a row has a cell per header");
    }
    rows.add(List.of(cells));
    return this;
  }

  List<String> lines(int width, boolean colors) {
    var widths = widths();
    shrink(widths, width - GAP.length() * (widths.length - 1));
    var lines = new ArrayList<String>();
    lines.add(
        line(headers.stream().map(it -> Span.bold(upper(it.text()))).toList(), widths, colors));
    rows.forEach(row -> lines.add(line(row, widths, colors)));
    return lines;
  }

  private int[] widths() {
    var widths = headers.stream().mapToInt(it -> Width.of(it.text())).toArray();
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Width.of(row.get(i).text()));
      }
    }
    return widths;
  }

  private void shrink(int[] widths, int room) {
    int excess = Arrays.stream(widths).sum() - room;
    for (int i = 0; i < widths.length; i++) {
      if (givesWay(headers.get(i).text())) {
        excess -= take(widths, i, excess, NARROWEST_TEXT);
      }
    }
    // What is left is taken from the widest, so that short columns stay whole.
    while (excess > 0) {
      int widest = widest(widths);
      if (take(widths, widest, 1, NARROWEST) == 0) {
        return;
      }
      excess--;
    }
  }

  private static int take(int[] widths, int column, int wanted, int least) {
    int taken = Math.clamp(wanted, 0, Math.max(0, widths[column] - least));
    widths[column] -= taken;
    return taken;
  }

  private static int widest(int[] widths) {
    int widest = 0;
    for (int i = 1; i < widths.length; i++) {
      if (widths[i] > widths[widest]) {
        widest = i;
      }
    }
    return widest;
  }

  private static boolean givesWay(String header) {
    return !header.equals(upper(header));
  }

  private static String upper(String header) {
    return header.toUpperCase(java.util.Locale.ROOT);
  }

  private static String line(List<Span> cells, int[] widths, boolean colors) {
    var line = new StringBuilder();
    int padding = 0;
    for (int i = 0; i < widths.length; i++) {
      var cell = cells.get(i);
      var text = Width.cut(cell.text(), widths[i]);
      if (!text.isEmpty()) {
        line.repeat(' ', padding).append(cell.tint().paint(text, colors));
        padding = 0;
      }
      padding += widths[i] - Width.of(text) + GAP.length();
    }
    return line.toString();
  }
}
