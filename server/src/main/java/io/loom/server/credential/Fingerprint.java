package io.loom.server.credential;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The short form of a public key by which people compare keys.
final class Fingerprint {
  private Fingerprint() {}

  /// @param publicKey the base64 part of a line of OpenSSH
  static String of(String publicKey) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(publicKey));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /// @param line type, base64 and perhaps a comment
  static String ofLine(String line) {
    return of(line.split(" ", -1)[1]);
  }
}
