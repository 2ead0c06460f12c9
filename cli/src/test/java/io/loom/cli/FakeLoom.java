package io.loom.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server that answers what it was told to and remembers what it was asked.
public final class FakeLoom implements AutoCloseable {
  private record Answer(int status, String type, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Queue<Answer>> answers = new HashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private final List<String> resumed = new CopyOnWriteArrayList<>();

  public FakeLoom() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /// The answer to a request, such as `GET /api/v1/beads?ready=true`. Said several times, they are
  /// given one after another, the last one for ever.
  public FakeLoom on(String request, String json) {
    return on(request, 200, "application/json", json);
  }

  public synchronized FakeLoom on(String request, int status, String type, String body) {
    answers.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(new Answer(status, type, body));
    return this;
  }

  /// The requests so far: method, path, query, and the body if there was one.
  public List<String> requests() {
    return requests;
  }

  /// The `Last-Event-ID` of each stream that was opened.
  public List<String> resumed() {
    return resumed;
  }

  /// What each request showed to say who makes it; an empty text when it showed nothing.
  public List<String> credentials() {
    return credentials;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(body.isEmpty() ? request : request + " " + body);
      var headers = exchange.getRequestHeaders();
      credentials.add(
          headers.getOrDefault("Authorization", List.of()).stream().findFirst().orElse("")
              + headers.getOrDefault("X-API-Key", List.of()).stream().findFirst().orElse(""));
      var lastEvent = exchange.getRequestHeaders().getFirst("Last-Event-ID");
      if (lastEvent != null) {
        resumed.add(lastEvent);
      }
      var answer = answer(request);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      boolean stream = answer.type().equals("text/event-stream");
      exchange.sendResponseHeaders(answer.status(), length(stream, bytes.length));
      exchange.getResponseBody().write(bytes);
    }
  }

  /// Zero means chunked, and minus one none.
  private static long length(boolean stream, int bytes) {
    if (stream) {
      return 0;
    }
    return bytes == 0 ? -1 : bytes;
  }

  private synchronized Answer answer(String request) {
    var queue = answers.get(request);
    if (queue == null) {
      return new Answer(
          404,
          "application/problem+json",
          "{\"detail\":\"The fake has no %s.\"}".formatted(request));
    }
    var answer = queue.size() > 1 ? queue.remove() : queue.peek();
    if (answer == null) {
      throw new IllegalStateException("an answer is never taken away without another");
    }
    return answer;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
