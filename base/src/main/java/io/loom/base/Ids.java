package io.loom.base;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/// Makes UUIDv7 ids: sorted by the millisecond they were made in, random after that. Safe for many
/// threads.
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final InstantSource clock;

  public Ids(InstantSource clock) {
    this.clock = clock;
  }

  public String next() {
    long high = (clock.millis() << 16) | 0x7000L | (RANDOM.nextInt() & 0x0FFFL);
    long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
