package io.loom.cli.rest;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The server's events from a place in its log on, across broken connections: none is lost, none
/// comes twice.
///
/// For one thread. A connection on which nothing is heard for long, not even a sign of life, counts
/// as broken.
public final class EventStream implements AutoCloseable {
  /// How it behaves when a connection breaks.
  ///
  /// @param first the wait before the second try; it doubles from try to try
  /// @param longest what the wait grows to
  /// @param tries how many in a row may fail before it gives up
  /// @param silence after which a connection counts as broken
  public record Patience(Duration first, Duration longest, int tries, Duration silence) {
    public static final Patience DEFAULT =
        new Patience(Duration.ofMillis(250), Duration.ofSeconds(5), 60, Duration.ofSeconds(90));
  }

  private record Connection(EventReader reader, SilenceWatch watch) {}

  private final LoomClient client;
  private final ApiPath path;
  private final Patience patience;
  private final Consumer<String> notice;
  private @Nullable Connection connection;
  private boolean everConnected;
  private int failures;
  private long last;

  /// @param path the stream's, with its filters
  /// @param after the number of the last event that is not wanted
  /// @param notice told in a sentence when a connection broke
  public EventStream(
      LoomClient client, ApiPath path, long after, Patience patience, Consumer<String> notice) {
    this.client = client;
    this.path = path;
    this.last = after;
    this.patience = patience;
    this.notice = notice;
  }

  /// The number of the newest event in the server's log; 0 when it is empty.
  public static long newest(LoomClient client) {
    var answer = client.get(ApiPath.of("events").with("limit", 1));
    return answer.path("events").path(0).path("seq").asLong(0);
  }

  /// Waits for the next event or sign of life.
  public ServerEvent next() {
    while (true) {
      try {
        var frame = read();
        if (frame.id() == 0 || frame.id() > last) {
          last = Math.max(last, frame.id());
          return frame.event();
        }
      } catch (IOException _) {
        retry(Failure.notReached("The connection to %s keeps breaking.".formatted(server())));
      } catch (Failure e) {
        if (!everConnected || !e.mayPass()) {
          throw e;
        }
        retry(e);
      }
    }
  }

  private EventReader.Frame read() throws IOException {
    var open = connection == null ? connect() : connection;
    var frame = open.reader().read();
    open.watch().heard();
    if (frame.event().isLogged() || frame.event().isSignOfLife()) {
      failures = 0;
    }
    return frame;
  }

  private Connection connect() {
    var bytes = client.open(path, last);
    var open =
        new Connection(new EventReader(bytes), SilenceWatch.start(bytes, patience.silence()));
    connection = open;
    everConnected = true;
    return open;
  }

  /// Waits before the next try, the longer the more have failed.
  ///
  /// @throws Failure the cause, when there were enough tries
  private void retry(Failure cause) {
    close();
    if (failures == patience.tries()) {
      throw cause;
    }
    if (failures == 0) {
      notice.accept("The connection to %s broke; trying again.".formatted(server()));
    }
    var wait = patience.first().multipliedBy(1L << Math.min(failures, 20));
    failures++;
    try {
      Thread.sleep(wait.compareTo(patience.longest()) > 0 ? patience.longest() : wait);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Failure.notReached("The event stream was interrupted.");
    }
  }

  private URI server() {
    return client.server();
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.watch().close();
      connection = null;
    }
  }
}
