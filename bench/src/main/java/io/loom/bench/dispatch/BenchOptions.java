package io.loom.bench.dispatch;

import io.loom.base.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What all measurements can be told.
final class BenchOptions {
  enum Output {
    text,
    json
  }

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many agents there are (default: ${DEFAULT-VALUE}).")
  int agents;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How often each thing is timed (default: ${DEFAULT-VALUE}).")
  int samples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides what the beads are like (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where the SQLite file is made, and removed (default: the temporary folder).")
  Path folder = Path.of(System.getProperty("java.io.tmpdir"));

  @Option(
      names = "--dsn",
      paramLabel = "URL",
      description =
          "Measure PostgreSQL: a database is made there, and dropped (default: LOOM_BENCH_DSN).")
  private @Nullable String dsn = System.getenv("LOOM_BENCH_DSN");

  @Option(
      names = "-o",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  Output output = Output.text;

  @Nullable Secret dsn() {
    return dsn == null || dsn.isBlank() ? null : new Secret(dsn);
  }
}
