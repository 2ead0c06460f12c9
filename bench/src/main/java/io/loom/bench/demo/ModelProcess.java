package io.loom.bench.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/// The scripted model, a process of its own that outlives us as the server does.
final class ModelProcess {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private ModelProcess() {}

  /// Starts it and answers where it is.
  static URI start(DemoPlace place) throws IOException, DemoFailure, InterruptedException {
    place
        .model()
        .start(
            List.of(
                place.program().toString(),
                "rehearse",
                place.example().resolve("rehearsal.yaml").toString(),
                "--port-file",
                place.modelPort().toString(),
                "--log",
                place.folder().resolve("model-requests.jsonl").toString()),
            place.folder(),
            place.modelLog());
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!Files.exists(place.modelPort())) {
      if (place.model().find().isEmpty() || System.nanoTime() > deadline) {
        throw new DemoFailure(
            "The scripted model did not start.", DemoServer.lastLines(place, place.modelLog()));
      }
      Thread.sleep(PAUSE);
    }
    return URI.create("http://127.0.0.1:" + Files.readString(place.modelPort()).strip());
  }
}
