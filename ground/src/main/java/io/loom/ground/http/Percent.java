package io.loom.ground.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Percent-encoding. What frameworks decode leniently, so that a broken name silently becomes
/// another one, is refused before they see it.
final class Percent {
  private Percent() {}

  /// Whether a text decodes to UTF-8 without NUL.
  static boolean isText(@Nullable String encoded) {
    if (encoded == null || encoded.indexOf('%') < 0) {
      return true;
    }
    var bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c != '%') {
        bytes.write(c < 0x80 ? c : '?');
        continue;
      }
      int value = i + 2 < encoded.length() ? hex(encoded, i + 1) : -1;
      if (value <= 0) {
        return false;
      }
      bytes.write(value);
      i += 2;
    }
    return isUtf8(bytes.toByteArray());
  }

  private static int hex(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
