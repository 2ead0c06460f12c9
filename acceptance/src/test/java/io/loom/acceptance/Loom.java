package io.loom.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server in a folder of its own: `loom serve`, started, killed and started again. Used by one
/// thread; its [Api] by any.
final class Loom implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final int port;
  private final Api api;
  private final Map<String, String> environment;
  private Process process;

  private Loom(Path folder, int port, Map<String, String> environment) {
    this.folder = folder;
    this.port = port;
    this.environment = Map.copyOf(environment);
    this.api = new Api(port);
    this.process = launch();
  }

  /// @param settings sections of `config.yaml` in flow style, such as `runs: {max_turns: 3}`
  static Loom start(Path folder, String... settings) {
    return start(folder, Map.of("LOOM_PASSWORD", "acceptance"), settings);
  }

  /// @param environment variables beyond those of the tests
  static Loom start(Path folder, Map<String, String> environment, String... settings) {
    int port = freePort();
    var sections =
        Stream.concat(Stream.of("server: {http_port: %d}".formatted(port)), Stream.of(settings))
            .toList();
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("config.yaml"), sections);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var loom = new Loom(folder, port, environment);
    loom.awaitReady();
    return loom;
  }

  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() {
    var builder =
        new ProcessBuilder(Distribution.command(), "serve")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path log() {
    return folder.resolve("loom.log");
  }

  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  Api api() {
    return api;
  }

  void awaitReady() {
    await("the server, see " + log())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> api.send("GET", "/health/ready", "").status() == 200 || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException("The server ended: " + tail());
    }
  }

  /// The last lines of the server's log.
  String tail() {
    try {
      var lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  /// Everything that the server has started and that lives now.
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /// Makes the JVM crash, and waits for its last words.
  void crash() {
    Shell.run(folder, "kill", "-SEGV", Long.toString(process.pid()));
    join();
  }

  /// Ends the server's process alone, as the kernel does; nobody gets a word out.
  void kill() {
    process.destroyForcibly();
    join();
  }

  /// Ends the server and the programs that it runs itself at once, as the end of a container does.
  void killWithChildren() {
    var children = process.children().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    join();
  }

  void restart() {
    process = launch();
    awaitReady();
  }

  /// Ends it as `kill` does, and waits for what it still has to do.
  void stop() {
    process.destroy();
    join();
  }

  private void join() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("The server does not end: " + tail());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }
}
