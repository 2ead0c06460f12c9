package io.loom.server.action;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What programs and files say, made harmless for models, databases and screens: escape sequences
/// and control characters are taken out, as are the marks that turn the direction of writing,
/// because text would read differently from what it is.
final class OutputText {
  private static final Pattern ESCAPES =
      Pattern.compile(
          "\u001b\\[[0-?]*[ -/]*[@-~]" // colours, cursor
              + "|\u001b[\\]PX^_][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\\\)" // titles, links
              + "|\u001b[ -/]*[0-~]?");
  private static final Pattern CONTROLS =
      Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]+");

  private OutputText() {}

  /// Bytes that are not UTF-8 become replacement characters.
  static String of(byte[] bytes) {
    return clean(new String(bytes, StandardCharsets.UTF_8));
  }

  static String clean(String text) {
    var lines = ESCAPES.matcher(text.replace("\r\n", "\n")).replaceAll("").replace('\r', '\n');
    return wellFormed(CONTROLS.matcher(lines).replaceAll(""));
  }

  /// In one line of at most so many characters.
  static String line(String text, int max) {
    return start(clean(text).strip().replaceAll("\\s+", " "), max);
  }

  /// The first characters of a text, with a mark when there are more.
  static String start(String text, int max) {
    return text.length() <= max ? text : text.substring(0, boundary(text, max - 1)) + "…";
  }

  /// The nearest index at or below the given one that does not split a character in two.
  static int boundary(String text, int index) {
    return index > 0
            && index < text.length()
            && Character.isHighSurrogate(text.charAt(index - 1))
            && Character.isLowSurrogate(text.charAt(index))
        ? index - 1
        : index;
  }

  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
