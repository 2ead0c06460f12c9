package io.loom.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// The REST API of a server, as a script of a user would call it. Safe for many threads.
final class Api {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final URI root;
  private final Map<String, String> headers;

  Api(int port) {
    this(URI.create("http://127.0.0.1:" + port), Map.of());
  }

  private Api(URI root, Map<String, String> headers) {
    this.root = root;
    this.headers = Map.copyOf(headers);
  }

  /// The same server, asked with a header more.
  Api with(String header, String value) {
    return new Api(root, Map.of(header, value));
  }

  record Answer(int status, String text) {
    JsonNode json() {
      if (status / 100 != 2) {
        throw new IllegalStateException("status %d: %s".formatted(status, text));
      }
      return tree(text);
    }
  }

  static JsonNode tree(String text) {
    try {
      return text.isBlank() ? JSON.missingNode() : JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer send(String method, String path, String body) throws IOException {
    var request =
        HttpRequest.newBuilder(root.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      var answer = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private JsonNode ask(String method, String path, String body) {
    try {
      return send(method, path, body).json();
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    }
  }

  JsonNode get(String path) {
    return ask("GET", path, "");
  }

  JsonNode post(String path, Map<String, ?> body) {
    return ask("POST", path, text(body));
  }

  JsonNode put(String path, Map<String, ?> body) {
    return ask("PUT", path, text(body));
  }

  static String text(Map<String, ?> body) {
    return JSON.valueToTree(body).toString();
  }

  List<JsonNode> list(String path) {
    return elements(get(path));
  }

  static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  JsonNode bead(String id) {
    return get("/api/v1/beads/" + id);
  }

  List<JsonNode> runs(String query) {
    return list("/api/v1/runs?limit=1000&" + query);
  }

  List<JsonNode> steps(String runId) {
    return list("/api/v1/runs/%s/steps".formatted(runId));
  }

  /// The newest events, oldest first, at most a thousand.
  List<JsonNode> events(String query) {
    var events = elements(get("/api/v1/events?limit=1000&" + query).path("events"));
    return events.stream()
        .sorted(java.util.Comparator.comparingLong(event -> event.path("seq").asLong()))
        .toList();
  }
}
