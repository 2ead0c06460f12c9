package io.loom.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.loom.base.ByteSize;
import io.loom.ground.http.Authenticator;
import io.loom.ground.http.Json;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A real web server with the resources under test, and a client for it.
public final class RestServer implements AutoCloseable {
  /// What a request was answered with.
  ///
  /// @param body missing when there was none
  public record Answer(int status, JsonNode body) {
    public String text(String field) {
      return body.path(field).asText();
    }
  }

  private final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private RestServer(WebServer server) {
    this.server = server;
  }

  public static RestServer of(Object... resources) {
    return of(Authenticator.OFF, resources);
  }

  public static RestServer of(Authenticator authenticator, Object... resources) {
    var config =
        new WebConfig(
            "127.0.0.1", 0, List.of(), false, Duration.ofSeconds(30), ByteSize.parse("1MiB"));
    return of(config, authenticator, resources);
  }

  public static RestServer of(WebConfig config, Authenticator authenticator, Object... resources) {
    try {
      return new RestServer(WebServer.start(config, authenticator, List.of(resources), Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Answer get(String path) {
    return send("GET", path, "");
  }

  public Answer post(String path, String body) {
    return send("POST", path, body);
  }

  public Answer put(String path, String body) {
    return send("PUT", path, body);
  }

  public Answer delete(String path) {
    return send("DELETE", path, "");
  }

  private Answer send(String method, String path, String body) {
    return send(method, path, Map.of(), body);
  }

  /// @param headers besides the content type
  public Answer send(String method, String path, Map<String, String> headers, String body) {
    var request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          answer.body().isEmpty() ? MissingNode.getInstance() : Json.tree(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
