package io.loom.server.config;

import io.loom.ground.config.Default;
import io.loom.ground.config.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The settings under `events.`
///
/// @param keepalive between two signs of life on a stream without events
/// @param tailSize events kept in memory for streams that are up to date
/// @param retention how long events are kept in the database; null means for ever
public record EventsConfig(
    @Default("15s") Duration keepalive,
    @Default("10000") int tailSize,
    @Nullable Duration retention) {
  public EventsConfig {
    Checks.positive("events.keepalive", keepalive);
    Checks.between("events.tail_size", tailSize, 16, 1_000_000);
    if (retention != null && retention.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "events.retention is %s; write 1h or more, or leave it empty to keep all"
              .formatted(Durations.format(retention)));
    }
  }
}
