package io.loom.bench.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loom.bench.dispatch.Timing.Bar;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Requests to the API of beads, each timed from its first byte to the last one of its answer, and
/// the same rows read in process as the floor.
final class BeadRequests {
  static final int PAGE = 100;
  static final int PROJECTS = 10;
  private static final List<String> SEARCHES =
      List.of("parser login", "webhook", "avatar cache", "no such words", "project3-0012");

  /// A kind of request.
  private record Kind(String what, Bar bar, Function<Random, HttpRequest> make) {}

  private final URI server;
  private final BenchWorld world;
  private final int beads;
  private final long seed;
  private final List<Kind> kinds;

  BeadRequests(URI server, BenchWorld world, int beads, long seed) {
    this.server = server;
    this.world = world;
    this.beads = beads;
    this.seed = seed;
    var read = Bar.p99(beads > 10_000 ? 15 : 5);
    this.kinds =
        List.of(
            new Kind("list", read, _ -> get("?limit=" + PAGE)),
            new Kind(
                "list of a project",
                read,
                it -> get("?limit=" + PAGE + "&project_id=" + project(it))),
            new Kind("ready", read, _ -> get("/ready?limit=" + PAGE)),
            new Kind(
                "ready of a project",
                read,
                it -> get("/ready?limit=" + PAGE + "&project_id=" + project(it))),
            new Kind("search", read, it -> get("?limit=" + PAGE + "&q=" + search(it))),
            new Kind("get", read, it -> get("/" + id(it))),
            new Kind("update, committed", Bar.p99(5), this::patch));
  }

  List<Timing> measure(int clients, int samples) throws InterruptedException {
    var timings = new ArrayList<Timing>();
    for (var kind : kinds) {
      request(kind, clients, Math.max(1, samples / 4 / clients));
      var nanos = request(kind, clients, Math.max(1, samples / clients));
      timings.add(Timing.of(words(kind.what(), clients), nanos, clients == 1 ? kind.bar() : null));
    }
    return timings;
  }

  private String words(String what, int clients) {
    return "%,d beads, %d client%s: %s".formatted(beads, clients, clients == 1 ? "" : "s", what);
  }

  private long[] request(Kind kind, int clients, int each) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<long[]>>();
      for (int i = 0; i < clients; i++) {
        var random = new Random(seed + i);
        tasks.add(() -> ask(kind, random, each));
      }
      var all = LongStream.empty();
      for (var one : threads.invokeAll(tasks)) {
        all = LongStream.concat(all, Arrays.stream(one.get()));
      }
      return all.toArray();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the server did not answer", e.getCause());
    }
  }

  private static long[] ask(Kind kind, Random random, int count)
      throws IOException, InterruptedException {
    var nanos = new long[count];
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < count; i++) {
        var request = kind.make().apply(random);
        long start = System.nanoTime();
        var answer = client.send(request, BodyHandlers.ofByteArray());
        nanos[i] = System.nanoTime() - start;
        if (answer.statusCode() != 200) {
          throw new IOException("%s answered %d".formatted(request.uri(), answer.statusCode()));
        }
      }
    }
    return nanos;
  }

  private HttpRequest get(String rest) {
    return HttpRequest.newBuilder(server.resolve("/api/v1/beads" + rest)).build();
  }

  private HttpRequest patch(Random random) {
    var body = "{\"priority\":%d}".formatted(random.nextInt(5));
    return HttpRequest.newBuilder(server.resolve("/api/v1/beads/" + id(random)))
        .header("Content-Type", "application/json")
        .method("PATCH", BodyPublishers.ofString(body))
        .build();
  }

  private static String project(Random random) {
    return "project" + random.nextInt(PROJECTS);
  }

  private static String search(Random random) {
    return URLEncoder.encode(SEARCHES.get(random.nextInt(SEARCHES.size())), UTF_8);
  }

  private String id(Random random) {
    return new BeadGraph(project(random), seed).id(random.nextInt(beads / PROJECTS));
  }

  /// The same rows by plain JDBC in process, neither understood nor sent: no server can be faster.
  List<Timing> measureFloor(int samples) {
    return List.of(
        floor(
            "list",
            samples,
            """
            SELECT id, title, doc FROM beads ORDER BY created_ms DESC, id DESC LIMIT 100
            """),
        floor(
            "ready",
            samples,
            """
            SELECT id, title, doc FROM beads
            WHERE status = 'open' AND blocked = 0 AND hidden = 0
            ORDER BY priority, created_ms DESC, id LIMIT 100
            """));
  }

  private Timing floor(String what, int samples, String sql) {
    var nanos = new long[samples];
    for (int i = 0; i < samples; i++) {
      long start = System.nanoTime();
      world.database().read(queries -> readAll(queries.getConnection(), sql));
      nanos[i] = System.nanoTime() - start;
    }
    return Timing.of("%,d beads, plain JDBC in process: %s".formatted(beads, what), nanos, null);
  }

  private static int readAll(Connection connection, String sql) {
    int length = 0;
    try (var statement = connection.prepareStatement(sql);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        length += rows.getString(1).length() + rows.getString(3).length();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the rows cannot be read", e);
    }
    return length;
  }
}
