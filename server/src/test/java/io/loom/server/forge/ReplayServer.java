package io.loom.server.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.loom.ground.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Answers as a file of exchanges says. An exchange has a `request` (method and path with query),
/// the `headers` and the part of the `body` that it must have, and a `status` and `response`. Of
/// several for one request, each answers once, the last for ever.
final class ReplayServer implements AutoCloseable {
  private final HttpServer server;
  private final JsonNode exchanges;
  private final Map<String, Integer> answered = new HashMap<>();

  /// @param file beside this class
  ReplayServer(String file) {
    try (var input = ReplayServer.class.getResourceAsStream(file)) {
      if (input == null) {
        throw new IllegalArgumentException("there is no " + file);
      }
      exchanges = Json.mapper().readTree(input);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var sent = body.length == 0 ? Json.mapper().createObjectNode() : Json.mapper().readTree(body);
      var answer = answer(exchange, sent);
      var bytes =
          answer.has("response")
              ? answer.path("response").toString().getBytes(StandardCharsets.UTF_8)
              : new byte[0];
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(
          answer.path("status").asInt(200), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private synchronized JsonNode answer(HttpExchange exchange, JsonNode sent) {
    var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    int skip = answered.merge(request, 1, Integer::sum) - 1;
    JsonNode last = null;
    for (var candidate : exchanges) {
      if (candidate.path("request").asText().equals(request) && fits(candidate, exchange, sent)) {
        last = candidate;
        if (skip-- <= 0) {
          return candidate;
        }
      }
    }
    var missing = Json.mapper().createObjectNode().put("status", 404);
    missing.putObject("response").put("message", "no exchange for " + request + " with " + sent);
    return last == null ? missing : last;
  }

  private static boolean fits(JsonNode candidate, HttpExchange exchange, JsonNode sent) {
    for (var field : candidate.path("body").properties()) {
      if (!contains(sent.path(field.getKey()), field.getValue())) {
        return false;
      }
    }
    for (var header : candidate.path("headers").properties()) {
      var value = exchange.getRequestHeaders().getFirst(header.getKey());
      if (!header.getValue().asText().equals(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(JsonNode sent, JsonNode wanted) {
    return wanted.isObject()
        ? wanted.properties().stream()
            .allMatch(field -> contains(sent.path(field.getKey()), field.getValue()))
        : sent.equals(wanted);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
