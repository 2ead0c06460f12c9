package io.loom.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider that refuses every key and repeats it in its error, as some do.
final class EchoingVendor implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger keys = new AtomicInteger();

  EchoingVendor() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::refuse);
    server.start();
  }

  private void refuse(HttpExchange exchange) throws IOException {
    try (exchange) {
      var header = exchange.getRequestHeaders().getFirst("Authorization");
      if (header != null) {
        keys.incrementAndGet();
      }
      var body =
          "{\"error\":{\"message\":\"Incorrect API key provided: %s\"}}"
              .formatted(header)
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(401, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  /// How often it was shown a key.
  int keys() {
    return keys.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
