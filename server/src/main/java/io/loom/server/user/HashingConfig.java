package io.loom.server.user;

import java.time.Duration;

/// How hard password hashes are to make, and how many are made at once.
///
/// @param memoryKib Argon2id's memory
/// @param iterations Argon2id's passes over it
/// @param atOnce hashes made at the same time; each has a thread and that memory
/// @param patience how long somebody waits for his turn
public record HashingConfig(int memoryKib, int iterations, int atOnce, Duration patience) {
  /// What OWASP recommends, for this many at once.
  public static HashingConfig of(int atOnce) {
    return new HashingConfig(19_456, 2, atOnce, Duration.ofSeconds(3));
  }
}
