package io.loom.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.EventType;
import io.loom.base.ByteSize;
import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Authenticator;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebServer;
import io.loom.server.MutableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The event stream as a client sees it, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(60)
class EventStreamTest {
  record Created(String subject, String projectId, String title) implements Event {
    @Override
    public EventType type() {
      return EventType.BEAD_CREATED;
    }
  }

  private final Database database;
  private final EventFeature events;
  private final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  EventStreamTest(DatabaseKind kind) throws IOException {
    database = kind.fresh("db/server");
    var clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
    events = EventFeature.create(database, clock, new Ids(clock), 1_000, Duration.ofMillis(50));
    server =
        WebServer.start(
            new WebConfig(
                "127.0.0.1", 0, List.of(), false, Duration.ofSeconds(30), ByteSize.parse("1MiB")),
            Authenticator.OFF,
            List.of(events.resource()),
            Map.of(PathSpec.from("/api/v1/events/stream"), events.stream()));
  }

  @AfterEach
  void close() {
    server.close();
    events.close();
    database.close();
    client.close();
  }

  @Test
  void eventArrivesWithItsSequenceNumberAndData() throws Exception {
    try (var stream = open("", null)) {
      assertThat(next(stream)).contains("event: connected");
      append("demo-1", "p", "Fix it");

      assertThat(next(stream))
          .contains("id: 1", "event: bead.created")
          .anySatisfy(line ->
              assertThat(line)
                  .contains(
                      "\"type\":\"bead.created\"",
                      "\"project_id\":\"p\"",
                      "\"timestamp\":\"2026-01-01T12:00:00Z\"",
                      "\"title\":\"Fix it\""));
    }
  }

  @Test
  void streamResumesAfterTheLastEventThatWasSeen() throws Exception {
    for (int i = 1; i <= 5; i++) {
      append("demo-" + i, "p", "t");
    }
    try (var stream = open("", "3")) {
      assertThat(next(stream)).contains("event: connected");
      assertThat(next(stream)).contains("id: 4");
      assertThat(next(stream)).contains("id: 5");
    }
  }

  @Test
  void filtersAreExact() throws Exception {
    try (var stream = open("?project_id=q&type=bead.created", null)) {
      assertThat(next(stream)).contains("event: connected");
      append("demo-1", "p", "t");
      append("demo-2", "q", "t");

      assertThat(next(stream)).contains("id: 2");
    }
  }

  @Test
  void silentStreamIsKeptAlive() throws Exception {
    try (var stream = open("", null)) {
      String line = stream.readLine();
      while (!": keepalive".equals(line)) {
        assertThat(line).isNotNull();
        line = stream.readLine();
      }
    }
  }

  @Test
  void nothingIsLostOrRepeatedWhenManyWriteAtOnce() throws Exception {
    int writers = 20;
    int each = 50;
    try (var stream = open("", null)) {
      assertThat(next(stream)).contains("event: connected");
      var writes = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < writers; i++) {
        writes.add(() -> {
          for (int n = 0; n < each; n++) {
            append("demo", "p", "t");
          }
          return true;
        });
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        threads.invokeAll(writes);
      }
      var seen = new ArrayList<Long>();
      while (seen.size() < writers * each) {
        for (var line : next(stream)) {
          if (line.startsWith("id: ")) {
            seen.add(Long.parseLong(line.substring(4)));
          }
        }
      }
      assertThat(seen).doesNotHaveDuplicates().isSorted();
    }
  }

  @Test
  void readerThatFellOutOfTheTailIsToldAndGetsTheRest() throws Exception {
    try (var stream = open("", null)) {
      assertThat(next(stream)).contains("event: connected");
      append("demo-first", "p", "t");
      assertThat(next(stream)).contains("id: 1");
      // More than the sockets and the tail hold, written while nobody reads.
      var large = "x".repeat(20_000);
      for (int i = 0; i < 3_000; i++) {
        append("demo", "p", large);
      }
      boolean lagged = false;
      long last = 1;
      while (last < 3_001) {
        for (var line : next(stream)) {
          lagged |= line.equals("event: lagged");
          if (line.startsWith("id: ")) {
            assertThat(Long.parseLong(line.substring(4))).isEqualTo(last + 1);
            last++;
          }
        }
      }
      assertThat(lagged).isTrue();
    }
  }

  @Test
  void closingServerEndsItsStreamsInOrder() throws Exception {
    try (var stream = open("", null)) {
      assertThat(next(stream)).contains("event: connected");

      server.close();

      assertThat(stream.lines()).allMatch(line -> line.isEmpty() || line.startsWith(":"));
    }
  }

  @Test
  void malformedLastEventIdIsRefused() throws Exception {
    var request =
        HttpRequest.newBuilder(server.uri().resolve("/api/v1/events/stream"))
            .header("Last-Event-ID", "yesterday")
            .build();

    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("yesterday");
  }

  private void append(String bead, String project, String title) {
    database.change(
        handle -> events.log().append(handle, "user:admin", new Created(bead, project, title)));
  }

  private BufferedReader open(String query, @org.jspecify.annotations.Nullable String lastEventId)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(server.uri().resolve("/api/v1/events/stream" + query));
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /// The lines of the next frame that is not a keep-alive.
  private static List<String> next(BufferedReader stream) throws IOException {
    var lines = new ArrayList<String>();
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.startsWith(":")) {
        stream.readLine();
      } else if (line.isEmpty()) {
        return lines;
      } else {
        lines.add(line);
      }
    }
    throw new IOException("the stream ended");
  }
}
