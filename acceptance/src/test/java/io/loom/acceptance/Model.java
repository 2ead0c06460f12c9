package io.loom.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A scripted model in a process of its own: `loom rehearse`.
final class Model implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final Path script;
  private final String latency;
  private Process process;

  private Model(Path folder, Path script, int port, String latency) {
    this.folder = folder;
    this.port = port;
    this.script = script;
    this.latency = latency;
    this.process = launch(script, latency);
  }

  /// @param folder for its log; made if absent
  static Model start(Path folder, Path script, String latency) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var model = new Model(folder, script, Loom.freePort(), latency);
    model.awaitListening();
    return model;
  }

  /// @param script YAML, as `io.loom.bench.rehearse.Script` describes it
  static Model play(Path folder, String script, String latency) {
    return start(folder, write(folder, script), latency);
  }

  private static Path write(Path folder, String script) {
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve("script.yaml"), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch(Path script, String latency) {
    try {
      Files.deleteIfExists(folder.resolve("port"));
      return new ProcessBuilder(
              Distribution.command(),
              "rehearse",
              script.toString(),
              "--port",
              Integer.toString(port),
              "--port-file",
              folder.resolve("port").toString(),
              "--log",
              folder.resolve("requests.jsonl").toString(),
              "--latency",
              latency)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("model.log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening() {
    await("the scripted model in " + folder)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> Files.exists(folder.resolve("port")) || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException("The scripted model ended, see " + folder);
    }
  }

  /// Starts it again after it was closed, at the same address.
  void again() {
    process = launch(script, latency);
    awaitListening();
  }

  /// What `POST /providers` takes for it.
  Map<String, Object> provider() {
    return Map.of(
        "id",
        "scripted",
        "type",
        "openai",
        "endpoint",
        "http://127.0.0.1:" + port,
        "model",
        "scripted");
  }

  /// The requests so far, one JSON object each.
  List<JsonNode> requests() {
    try {
      return Files.readAllLines(folder.resolve("requests.jsonl")).stream().map(Api::tree).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
