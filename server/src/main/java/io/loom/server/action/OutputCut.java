package io.loom.server.action;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Shortens long output to what a model learns most from. Lengths are in characters.
final class OutputCut {
  static final int FILE = 16_000;
  static final int COMMAND = 8_000;
  private static final int JOURNAL_BYTES = 1 << 20;
  private static final int LONG_LINE = 2_000;
  private static final int ERROR_LINE = 300;

  private static final Pattern ERROR =
      Pattern.compile(
          "(?i)\\b(errors?|fail(ed|ure|ures|s)?|exception|panic(ked)?|fatal|assert\\w*|traceback"
              + "|undefined|unresolved|cannot|not found|expected|killed|denied)\\b|✗|✘|not ok ");

  private OutputCut() {}

  /// Head and tail, with a line between them that says how much is missing.
  static String middle(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    var lines = lines(text);
    int head = fitting(lines, 0, max * 3 / 5);
    int tail = fittingFromEnd(lines, head, max * 2 / 5);
    return String.join("\n", lines.subList(0, head))
        + "\n[… %d lines left out …]\n".formatted(tail - head)
        + String.join("\n", lines.subList(tail, lines.size()));
  }

  /// Like [#middle], and of the missing lines those that look like errors.
  static String command(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    var lines = lines(text);
    int head = fitting(lines, 0, max / 5);
    int tail = fittingFromEnd(lines, head, max * 2 / 5);
    var errors =
        lines.subList(head, tail).stream()
            .filter(line -> ERROR.matcher(line).find())
            .map(line -> OutputText.start(line, ERROR_LINE))
            .toList();
    var shown = errors.subList(0, fitting(errors, 0, max * 3 / 10));
    var cut = new StringBuilder(String.join("\n", lines.subList(0, head)));
    cut.append("\n[… %d lines left out".formatted(tail - head));
    if (!shown.isEmpty()) {
      cut.append(
          "; %d of them look like errors, the first %d are:]\n"
              .formatted(errors.size(), shown.size()));
      cut.append(String.join("\n", shown)).append("\n[");
    }
    return cut.append("…]\n")
        .append(String.join("\n", lines.subList(tail, lines.size())))
        .toString();
  }

  /// What the journal keeps: all of it, up to 1 MiB, then head and tail.
  static String journal(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= JOURNAL_BYTES) {
      return text;
    }
    int half = JOURNAL_BYTES / 2 - 64;
    return OutputText.of(Arrays.copyOf(bytes, half))
        + "\n[… %d bytes left out …]\n".formatted(bytes.length - 2 * half)
        + OutputText.of(Arrays.copyOfRange(bytes, bytes.length - half, bytes.length));
  }

  /// The lines of a text, very long ones cut.
  static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    text.lines()
        .map(line ->
            line.length() <= LONG_LINE
                ? line
                : OutputText.start(line, LONG_LINE - 40)
                    + "[%d more characters]".formatted(line.length() - LONG_LINE + 41))
        .forEach(lines::add);
    return lines;
  }

  /// The index after the last line that fits, counted from the given one.
  static int fitting(List<String> lines, int from, int max) {
    int left = max;
    int end = from;
    while (end < lines.size() && lines.get(end).length() < left) {
      left -= lines.get(end).length() + 1;
      end++;
    }
    return end;
  }

  /// The index of the first line from which on all fit, not below the given one.
  static int fittingFromEnd(List<String> lines, int from, int max) {
    int left = max;
    int start = lines.size();
    while (start > from && lines.get(start - 1).length() < left) {
      left -= lines.get(start - 1).length() + 1;
      start--;
    }
    return start;
  }
}
