package io.loom.server.bead.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads JSON as text without changing a character, and writes strings as Go's encoder does.
///
/// Numbers stay text: what a foreign tool wrote with twenty digits is written back with twenty.
public final class RawText {
  private static final int DEEPEST = 500;
  private static final String HEX = "0123456789abcdef";

  private final String text;
  private int at;

  RawText(String text) {
    this.text = text;
  }

  int position() {
    return at;
  }

  String since(int start) {
    return text.substring(start, at);
  }

  boolean isAtEnd() {
    return at == text.length();
  }

  void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /// Steps over a character if it comes next.
  boolean take(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  void require(char expected) {
    if (!take(expected)) {
      throw malformed("'" + expected + "' expected");
    }
  }

  IllegalArgumentException malformed(String what) {
    return new IllegalArgumentException("%s at column %d".formatted(what, at + 1));
  }

  /// Steps over one value and returns its characters.
  String value() {
    int start = at;
    skipValue(0);
    return since(start);
  }

  /// Steps over a string and returns its characters, quotes included.
  String string() {
    int start = at;
    skipString();
    return since(start);
  }

  private void skipValue(int depth) {
    if (depth > DEEPEST) {
      throw malformed("nested too deeply");
    }
    char first = at < text.length() ? text.charAt(at) : '\0';
    switch (first) {
      case '"' -> skipString();
      case '{' -> skipItems(depth, '}', true);
      case '[' -> skipItems(depth, ']', false);
      case 't' -> skipWord("true");
      case 'f' -> skipWord("false");
      case 'n' -> skipWord("null");
      default -> skipNumber();
    }
  }

  private void skipItems(int depth, char end, boolean keyed) {
    at++;
    skipSpace();
    if (take(end)) {
      return;
    }
    do {
      skipSpace();
      if (keyed) {
        skipString();
        skipSpace();
        require(':');
        skipSpace();
      }
      skipValue(depth + 1);
      skipSpace();
    } while (take(','));
    require(end);
  }

  private void skipWord(String word) {
    if (!text.startsWith(word, at)) {
      throw malformed("a value expected");
    }
    at += word.length();
  }

  private void skipString() {
    require('"');
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next == '"') {
        return;
      }
      if (next == '\\') {
        skipEscape();
      } else if (next < ' ') {
        throw malformed("a control character in a string");
      }
    }
    throw malformed("a string without end");
  }

  private void skipEscape() {
    char kind = at < text.length() ? text.charAt(at++) : '\0';
    if (kind != 'u') {
      if ("\"\\/bfnrt".indexOf(kind) < 0) {
        throw malformed("an unknown escape");
      }
      return;
    }
    for (int i = 0; i < 4; i++, at++) {
      if (at >= text.length() || Character.digit(text.charAt(at), 16) < 0) {
        throw malformed("four hexadecimal digits expected");
      }
    }
  }

  private void skipNumber() {
    take('-');
    if (!take('0')) {
      skipDigits();
    }
    if (take('.')) {
      skipDigits();
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      skipDigits();
    }
  }

  private void skipDigits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed("a value expected");
    }
  }

  /// The elements of an array; none when the value is absent or something else.
  public static List<String> elements(@Nullable String array) {
    var elements = new ArrayList<String>();
    if (array != null && array.startsWith("[")) {
      var scanner = new RawText(array);
      scanner.require('[');
      scanner.skipSpace();
      while (!scanner.take(']')) {
        elements.add(scanner.value());
        scanner.skipSpace();
        scanner.take(',');
        scanner.skipSpace();
      }
    }
    return elements;
  }

  public static String array(List<String> elements) {
    return "[" + String.join(",", elements) + "]";
  }

  /// What a string says; nothing when the value is absent or something else.
  public static @Nullable String decode(@Nullable String raw) {
    if (raw == null || !raw.startsWith("\"")) {
      return null;
    }
    if (raw.indexOf('\\') < 0) {
      return raw.substring(1, raw.length() - 1);
    }
    var decoded = new StringBuilder(raw.length());
    for (int i = 1; i < raw.length() - 1; i++) {
      char next = raw.charAt(i);
      if (next != '\\') {
        decoded.append(next);
      } else if (raw.charAt(++i) == 'u') {
        decoded.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
        i += 4;
      } else {
        decoded.append(unescaped(raw.charAt(i)));
      }
    }
    return wellFormed(decoded);
  }

  private static char unescaped(char kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> kind;
    };
  }

  /// Half a surrogate pair has no UTF-8, so it becomes U+FFFD, as in Go.
  private static String wellFormed(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        text.setCharAt(i, '\uFFFD');
      }
    }
    return text.toString();
  }

  public static String encode(String text) {
    var encoded = new StringBuilder(text.length() + 16).append('"');
    var valid = wellFormed(new StringBuilder(text));
    for (int i = 0; i < valid.length(); i++) {
      append(encoded, valid.charAt(i));
    }
    return encoded.append('"').toString();
  }

  private static void append(StringBuilder encoded, char next) {
    switch (next) {
      case '"' -> encoded.append("\\\"");
      case '\\' -> encoded.append("\\\\");
      case '\n' -> encoded.append("\\n");
      case '\r' -> encoded.append("\\r");
      case '\t' -> encoded.append("\\t");
      case '<', '>', '&', '\u2028', '\u2029' -> appendHex(encoded, next);
      default -> {
        if (next < ' ') {
          appendHex(encoded, next);
        } else {
          encoded.append(next);
        }
      }
    }
  }

  private static void appendHex(StringBuilder encoded, char next) {
    encoded.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      encoded.append(HEX.charAt((next >> shift) & 0xF));
    }
  }
}
