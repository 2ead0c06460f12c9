package io.loom.server.provider;

import io.loom.base.ByteSize;
import java.time.Duration;

/// How providers are watched and asked.
///
/// @param interval between two probes of a provider that works
/// @param slowInterval between two probes of one that failed for good
/// @param timeout for connecting, and for one probe
/// @param breakerPause how long a provider that failed five calls in a row is left alone
/// @param streaming whether models are asked for streams where the provider supports them
/// @param maxAnswer the largest answer taken
public record ProviderConfig(
    Duration interval,
    Duration slowInterval,
    Duration timeout,
    Duration breakerPause,
    boolean streaming,
    ByteSize maxAnswer) {
  public static final ProviderConfig DEFAULTS =
      new ProviderConfig(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          true,
          ByteSize.ofMebibytes(32));

  public ProviderConfig {
    requirePositive("interval", interval);
    requirePositive("slow_interval", slowInterval);
    requirePositive("timeout", timeout);
    requirePositive("breaker_pause", breakerPause);
    if (maxAnswer.bytes() < 1024 || maxAnswer.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("max_answer is between 1KiB and 2GiB, not " + maxAnswer);
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("%s is more than nothing, not %s".formatted(key, value));
    }
  }
}
