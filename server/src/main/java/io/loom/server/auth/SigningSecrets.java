package io.loom.server.auth;

import io.loom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// What tokens are signed with.
///
/// @param previous accepted as well, so that the secret can be changed without signing everybody
///   out
public record SigningSecrets(Secret current, @Nullable Secret previous) {
  private static final int BYTES = 32;

  /// A key for HMAC-SHA256. A short text is stretched to its length, though not made harder to
  /// guess.
  static byte[] key(Secret secret) {
    var bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= BYTES) {
      return bytes;
    }
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
