package io.loom.bench.rehearse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// A client of a chat completions server, as plain as it can be.
final class ModelClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;

  ModelClient(URI server) {
    this.server = server;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString());
  }

  /// @param headers names and values by turns
  HttpResponse<String> complete(String body, String... headers)
      throws IOException, InterruptedException {
    return http.send(request(body, headers), BodyHandlers.ofString());
  }

  JsonNode completeJson(String body) throws IOException, InterruptedException {
    return json(complete(body).body());
  }

  HttpRequest request(String body, String... headers) {
    var request =
        HttpRequest.newBuilder(server.resolve("/v1/chat/completions"))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  HttpClient http() {
    return http;
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  /// The data of each event.
  static List<String> events(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring(6))
        .toList();
  }

  @Override
  public void close() {
    http.close();
  }
}
