package io.loom.bench.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.EventStream;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.LoomClient;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The project's events as a queue, so that whoever shows them can do so between two of them. A
/// thread of its own reads the stream, across broken connections, from its first event on.
final class EventFeed implements AutoCloseable {
  /// What is new.
  sealed interface News {
    /// An event of the log.
    record Happened(JsonNode event) implements News {}

    /// The stream says that it lives.
    record Alive() implements News {}

    /// The connection broke; it is tried again.
    record Broke() implements News {}

    /// There will be no more.
    record Over(Failure cause) implements News {}

    /// Nothing came in the time that was asked for.
    record Nothing() implements News {}
  }

  private final EventStream stream;
  private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final Thread reader = Thread.ofVirtual().name("demo-events").unstarted(this::read);

  private EventFeed(LoomClient client) {
    var path = ApiPath.of("events", "stream").with("project_id", Registration.PROJECT);
    this.stream =
        new EventStream(
            client, path, 0, EventStream.Patience.DEFAULT, _ -> news.add(new News.Broke()));
  }

  /// @param client for the thread of the feed alone
  static EventFeed open(LoomClient client) {
    var feed = new EventFeed(client);
    feed.reader.start();
    return feed;
  }

  News await(Duration atMost) throws InterruptedException {
    var next = news.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    return next == null ? new News.Nothing() : next;
  }

  private void read() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var event = stream.next();
        news.add(event.isLogged() ? new News.Happened(event.data()) : new News.Alive());
      }
    } catch (Failure e) {
      news.add(new News.Over(e));
    } finally {
      stream.close();
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
