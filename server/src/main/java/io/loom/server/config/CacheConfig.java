package io.loom.server.config;

import io.loom.base.Secret;
import io.loom.ground.config.Default;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The settings under `cache.`
///
/// @param maxSize entries
/// @param maxMemoryMb mebibytes
/// @param redisUrl where Redis is, for that backend; it may hold a password
public record CacheConfig(
    @Default("true") boolean enabled,
    @Default("memory") Backend backend,
    @Default("1h") Duration defaultTtl,
    @Default("10000") int maxSize,
    @Default("500") int maxMemoryMb,
    @Default("5m") Duration cleanupPeriod,
    @Nullable Secret redisUrl) {
  /// The constant in lower case is the setting's value.
  public enum Backend {
    MEMORY,
    REDIS
  }

  public CacheConfig {
    Checks.positive("cache.default_ttl", defaultTtl);
    Checks.positive("cache.cleanup_period", cleanupPeriod);
    Checks.atLeast("cache.max_size", maxSize, 1);
    Checks.atLeast("cache.max_memory_mb", maxMemoryMb, 1);
    if (enabled && backend == Backend.REDIS && redisUrl == null) {
      throw new IllegalArgumentException(
          "cache.redis_url is empty; Redis needs one, like redis://localhost:6379");
    }
  }
}
