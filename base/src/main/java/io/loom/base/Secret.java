package io.loom.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A text that must not be seen: a password, a key, a token. Printing one shows nothing of it.
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  /// The text itself. Whoever asks for it answers for where it goes.
  public String reveal() {
    return text;
  }

  public boolean isBlank() {
    return text.isBlank();
  }

  /// Compares in a time that does not tell how much of the two texts is the same.
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
