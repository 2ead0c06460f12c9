package io.loom.cli.screen;

import java.util.regex.Pattern;

/// Makes text harmless: beads, models and repositories write what they like, and a terminal obeys
/// what it reads.
public final class PlainText {
  /// Whole commands to a terminal, so that what is left of one is not shown as text.
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]"
              + "|(?:\u001b[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*+(?:\u0007|\u001b\\\\|\u009c)");

  private PlainText() {}

  /// One line: what ends a line or is a tab becomes a space.
  public static String line(String text) {
    return clean(text, false);
  }

  /// Several lines, each ended by a line feed; tabs become spaces.
  public static String lines(String text) {
    return clean(text.replace("\r\n", "\n"), true);
  }

  private static String clean(String text, boolean keepLines) {
    if (text.chars().noneMatch(PlainText::isControl)) {
      return text;
    }
    var clean = new StringBuilder(text.length());
    COMMAND
        .matcher(text)
        .replaceAll("")
        .codePoints()
        .forEach(c -> {
          if (c == '\n' && keepLines) {
            clean.append('\n');
          } else if (c == '\n' || c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029) {
            clean.append(c == '\t' && keepLines ? "  " : " ");
          } else if (!isControl(c)) {
            clean.appendCodePoint(c);
          }
        });
    return clean.toString();
  }

  /// Also what turns the direction of writing, which can make a line read as another one.
  private static boolean isControl(int c) {
    return c < 0x20
        || (c >= 0x7f && c < 0xa0)
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
