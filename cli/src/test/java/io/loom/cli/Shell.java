package io.loom.cli;

import io.loom.cli.rest.EventStream.Patience;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Runs commands the way a shell does, at noon.
final class Shell {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /// What came of a command.
  record Outcome(int exitCode, String out, String err) {}

  private final Map<String, String> environment = new HashMap<>();
  private String input = "";
  private boolean interactive;
  private Path folder = Path.of("/");

  /// A shell whose commands talk to this server.
  static Shell at(FakeLoom server) {
    return new Shell().with("LOOM_SERVER_URL", server.url());
  }

  Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Shell in(Path other) {
    folder = other;
    return this;
  }

  Shell typing(String text) {
    input = text;
    return this;
  }

  Shell interactive() {
    interactive = true;
    return this;
  }

  Outcome run(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out),
            new PrintWriter(err),
            folder,
            environment,
            () -> interactive,
            _ -> interactive ? Optional.of(input.strip()) : Optional.empty(),
            InstantSource.fixed(NOON),
            ZoneOffset.UTC,
            new Patience(Duration.ofMillis(1), Duration.ofMillis(4), 3, Duration.ofSeconds(30)));
    int exitCode = Main.run(terminal, words);
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}
