package io.loom.server.apikey;

import io.loom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// How a key is written: `loom_`, 8 characters that lists show, 32 that nobody is shown again, `_`
/// and a checksum, by which a mistyped key, or a leaked one in some text, is recognised without
/// asking anybody. The form is public.
public final class ApiKeyText {
  private static final String MARK = "loom_";
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int SHOWN = 8;
  private static final int HIDDEN = 32;
  private static final int CHECKSUM = 6;
  private static final int BODY = MARK.length() + SHOWN + HIDDEN;
  private static final Pattern FORM =
      Pattern.compile("loom_[0-9A-Za-z]{%d}_[0-9A-Za-z]{%d}".formatted(SHOWN + HIDDEN, CHECKSUM));
  private static final SecureRandom RANDOM = new SecureRandom();

  private ApiKeyText() {}

  /// Whether a bearer token is meant to be a key.
  public static boolean looksLikeOne(String text) {
    return text.startsWith(MARK);
  }

  static Secret make() {
    var text = new StringBuilder(MARK);
    for (int i = 0; i < SHOWN + HIDDEN; i++) {
      text.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
    }
    return new Secret(text + "_" + checksum(text.toString()));
  }

  /// The part that lists show.
  static String prefix(Secret key) {
    return key.reveal().substring(0, MARK.length() + SHOWN);
  }

  static boolean isWellFormed(Secret key) {
    var text = key.reveal();
    return text.length() == BODY + 1 + CHECKSUM
        && FORM.matcher(text).matches()
        && text.endsWith(checksum(text.substring(0, BODY)));
  }

  private static String checksum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    var text = new char[CHECKSUM];
    long rest = crc.getValue();
    for (int i = CHECKSUM - 1; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
      rest /= DIGITS.length();
    }
    return new String(text);
  }
}
