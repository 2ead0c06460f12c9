package io.loom.server.provider;

import io.loom.server.provider.Provider.Health;
import io.loom.server.provider.Provider.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What one success or failure makes of a provider's health. Pure.
final class ProviderHealth {
  /// So many failures in a row, over at least so long, are no hiccup.
  private static final int FAILED_AFTER = 5;

  private static final Duration FAILED_OVER = Duration.ofMinutes(2);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

  private final Duration interval;
  private final Duration slowInterval;

  ProviderHealth(ProviderConfig config) {
    this.interval = config.interval();
    this.slowInterval = config.slowInterval();
  }

  Health probed(Health before, Instant now, Duration latency) {
    var status = before.status() == Status.PENDING ? Status.ACTIVE : Status.HEALTHY;
    return new Health(status, 0, null, now, latency.toMillis(), null, now.plus(interval));
  }

  Health used(Health before) {
    return new Health(
        Status.HEALTHY,
        0,
        null,
        before.lastProbeAt(),
        before.lastLatencyMs(),
        null,
        before.nextProbeAt());
  }

  Health probeFailed(Health before, Instant now, String error) {
    return failed(before, now, now, error);
  }

  Health useFailed(Health before, Instant now, String error) {
    return failed(before, now, before.lastProbeAt(), error);
  }

  private Health failed(Health before, Instant now, @Nullable Instant lastProbeAt, String error) {
    int failures = before.failures() + 1;
    var since = before.failingSince() == null ? now : before.failingSince();
    boolean lasting = failures >= FAILED_AFTER && !now.isBefore(since.plus(FAILED_OVER));
    // Failed stays failed until it works again, whatever the clock does meanwhile.
    var status = lasting || before.status() == Status.FAILED ? Status.FAILED : Status.ERROR;
    var pause = status == Status.FAILED ? slowInterval : retryPause(failures);
    return new Health(
        status, failures, since, lastProbeAt, before.lastLatencyMs(), error, now.plus(pause));
  }

  private Duration retryPause(int failures) {
    var doubled = FIRST_RETRY.multipliedBy(1L << Math.clamp(failures - 1, 0, 10));
    return doubled.compareTo(interval) < 0 ? doubled : interval;
  }
}
