package io.loom.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Follows the event stream from the first event on, as an `EventSource` does: when the connection
/// ends, it comes back with the last id that it saw.
final class Events implements AutoCloseable {
  private static final long PAUSE_NANOS = 50_000_000;

  private final URI uri;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<JsonNode> seen = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;
  private String last = "0";

  Events(int port) {
    this.uri = URI.create("http://127.0.0.1:%d/api/v1/events/stream".formatted(port));
    this.thread = Thread.ofVirtual().name("events").start(this::follow);
  }

  private void follow() {
    while (!closed) {
      try {
        var request = HttpRequest.newBuilder(uri).header("Last-Event-ID", last).build();
        var answer = client.send(request, BodyHandlers.ofLines());
        try (var lines = answer.body()) {
          if (answer.statusCode() == 200) {
            lines.forEach(this::take);
          }
        }
      } catch (IOException | java.io.UncheckedIOException _) {
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private synchronized void take(String line) {
    if (line.startsWith("id:")) {
      last = line.substring(3).strip();
    } else if (line.startsWith("data:")) {
      var event = Api.tree(line.substring(5));
      if (event.has("seq")) {
        seen.add(event);
        notifyAll();
      }
    }
  }

  synchronized int count() {
    return seen.size();
  }

  synchronized List<JsonNode> all() {
    return List.copyOf(seen);
  }

  /// Waits until a number of events after a place are such as these, or enough others came.
  ///
  /// @return false when others came, or nothing
  synchronized boolean await(
      int from, int number, Predicate<JsonNode> such, int enough, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (seen.stream().skip(from).filter(such).count() < number) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0 || seen.size() - from >= enough) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    client.shutdownNow();
  }
}
