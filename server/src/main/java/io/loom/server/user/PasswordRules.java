package io.loom.server.user;

import io.loom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a password has to be like.
public final class PasswordRules {
  private static final int SHORTEST = 8;
  private static final int LONGEST_BYTES = 1024;

  /// What documentation and habit suggest, and everybody tries first.
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "00000000",
          "11111111",
          "12345678",
          "123456789",
          "1234567890",
          "admin123",
          "administrator",
          "change-me",
          "change_me",
          "changeit",
          "changeme",
          "loom-default-password",
          "letmein1",
          "passw0rd",
          "password",
          "password1",
          "password123",
          "qwertyui",
          "qwertyuiop",
          "qwerty123",
          "your-password",
          "your_password");

  private PasswordRules() {}

  /// What is wrong with a password, in sentences; nothing when it may be taken.
  public static List<String> problems(Secret password, String username) {
    var text = Normalizer.normalize(password.reveal(), Normalizer.Form.NFC);
    var lower = text.toLowerCase(Locale.ROOT);
    var found = new ArrayList<String>();
    if (text.codePointCount(0, text.length()) < SHORTEST) {
      found.add("a password has at least %d characters".formatted(SHORTEST));
    }
    if (isTooLong(password)) {
      found.add("a password has at most %d bytes".formatted(LONGEST_BYTES));
    }
    if (lower.strip().equals(User.key(username))) {
      found.add("a password is not the user's name");
    }
    if (PLACEHOLDERS.contains(lower.strip()) || text.isBlank()) {
      found.add("this password is one that everybody tries first");
    }
    return found;
  }

  /// Whether it is longer than any password is.
  public static boolean isTooLong(Secret password) {
    return password.reveal().length() > LONGEST_BYTES
        || password.reveal().getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES;
  }
}
