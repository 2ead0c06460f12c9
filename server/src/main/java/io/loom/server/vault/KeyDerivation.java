package io.loom.server.vault;

import io.loom.base.Secret;
import io.loom.ground.password.Argon2id;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;

/// What it costs to make a key of a password with Argon2id. Stored beside each password, so that
/// the cost of new ones can rise.
///
/// @param memoryKib memory that each attempt takes, in KiB; at most 256 MiB
/// @param iterations passes over that memory
/// @param parallelism lanes
public record KeyDerivation(int memoryKib, int iterations, int parallelism) {
  static final String ALGORITHM = "argon2id";

  /// The second recommendation of RFC 9106, with one lane: some 0.4 s, once per start.
  public static final KeyDerivation STANDARD = new KeyDerivation(64 * 1024, 3, 1);

  public KeyDerivation {
    if (parallelism < 1 || parallelism > 16 || iterations < 1 || iterations > 64) {
      throw new IllegalArgumentException(
          "iterations %d and parallelism %d".formatted(iterations, parallelism));
    }
    if (memoryKib < 8 * parallelism || memoryKib > 256 * 1024) {
      throw new IllegalArgumentException("memory_kib %d".formatted(memoryKib));
    }
  }

  SecretKey derive(Secret password, byte[] salt) {
    var text = password.reveal().getBytes(StandardCharsets.UTF_8);
    return Aead.key(new Argon2id(memoryKib, iterations, parallelism).derive(text, salt, Aead.KEY));
  }
}
