package io.loom.bench.rehearse;

import io.loom.base.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// How a scripted model is run.
///
/// @param port on the loopback address; 0 takes a free one
/// @param latency in place of the script's default; a reply with a latency of its own keeps it
/// @param log the file that gets a JSON line per request
/// @param apiKey the bearer key that each request must show
public record Options(
    int port,
    @Nullable Duration latency,
    @Nullable Path log,
    @Nullable Secret apiKey,
    InstantSource clock) {
  public static Options onFreePort(InstantSource clock) {
    return new Options(0, null, null, null, clock);
  }

  public Options withLatency(Duration other) {
    return new Options(port, other, log, apiKey, clock);
  }

  public Options withLog(Path other) {
    return new Options(port, latency, other, apiKey, clock);
  }

  public Options withApiKey(Secret other) {
    return new Options(port, latency, log, other, clock);
  }
}
