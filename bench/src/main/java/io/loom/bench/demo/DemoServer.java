package io.loom.bench.demo;

import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.LoomClient;
import io.loom.cli.rest.ServerAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The server of the demo: a process of its own, with the defaults but for its ports.
final class DemoServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int LOG_LINES = 20;

  private final DemoPlace place;
  private final URI address;

  private DemoServer(DemoPlace place, URI address) {
    this.place = place;
    this.address = address;
  }

  /// Starts it on this port and waits until it is ready.
  static DemoServer start(DemoPlace place, int port)
      throws IOException, DemoFailure, InterruptedException {
    Files.writeString(
        place.config(),
        """
        # The demo's server has the defaults, but for its port and where its data are: here.
        server: {http_port: %d}
        """
            .formatted(port));
    var server = new DemoServer(place, URI.create("http://127.0.0.1:" + port));
    server.launch();
    return server;
  }

  URI address() {
    return address;
  }

  LoomClient client() {
    return new LoomClient(ServerAddress.of(address.toString()));
  }

  /// Starts the process, on the data that are there, and waits until it is ready.
  void launch() throws IOException, DemoFailure, InterruptedException {
    place
        .server()
        .start(
            List.of(place.program().toString(), "serve", "-config", place.config().toString()),
            place.folder(),
            place.serverLog());
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isReady()) {
      if (!isAlive()) {
        throw new DemoFailure("Loom did not start.", lastLines(place, place.serverLog()));
      }
      if (System.nanoTime() > deadline) {
        throw new DemoFailure(
            "Loom is not ready after %d s.".formatted(START_LIMIT.toSeconds()),
            lastLines(place, place.serverLog()));
      }
      Thread.sleep(PAUSE);
    }
    // Somebody else's server may answer on that port while ours gives up.
    if (!isAlive()) {
      throw new DemoFailure(
          "Another program answers at %s, and Loom did not start.".formatted(address),
          lastLines(place, place.serverLog()));
    }
  }

  boolean isAlive() {
    return place.server().find().isPresent();
  }

  boolean isReady() {
    try {
      return client().get(ApiPath.beside("/health/ready")).isObject();
    } catch (Failure _) {
      return false;
    }
  }

  /// The end of a log, under a line that says where all of it is.
  static String[] lastLines(DemoPlace place, Path log) throws IOException {
    if (!Files.exists(log)) {
      return new String[] {"It wrote nothing to %s.".formatted(place.shown(log))};
    }
    var lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    var end = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    return new String[] {
      "The end of %s:".formatted(place.shown(log)), String.join("\n", end).indent(2).stripTrailing()
    };
  }
}
