package io.loom.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A text that must not be seen: a password, a key, a token. Printing one shows nothing of it, as
/// part of a record neither, and writing it as JSON or as a Java object fails.
///
/// It protects from accidents, not from who can read the memory of the process: the text stays
/// there until the garbage collector has taken it, and is in a heap dump.
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

  /// The same for all: a hash would tell something of the text. Secrets are no keys of maps.
  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
