package io.loom.server.config;

import io.loom.ground.config.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The settings under `audit.`
///
/// @param retention how long records of the audit trail are kept; null means for ever
public record AuditConfig(@Nullable Duration retention) {
  private static final Duration SHORTEST = Duration.ofDays(1);

  public AuditConfig {
    if (retention != null && retention.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "audit.retention is %s; write 1d or more, or leave it empty to keep all"
              .formatted(Durations.format(retention)));
    }
  }
}
