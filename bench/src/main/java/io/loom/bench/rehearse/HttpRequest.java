package io.loom.bench.rehearse;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request as it came over the wire.
final class HttpRequest {
  private final String method;
  private final String path;
  private final Map<String, String> headers;
  private final byte[] body;

  /// @param path without the query
  /// @param headers by name in lower case
  HttpRequest(String method, String path, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.path = path;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /// The bytes themselves, not a copy: nobody writes to them.
  byte[] body() {
    return body;
  }

  @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  boolean endsConnection() {
    return "close".equalsIgnoreCase(header("connection"));
  }
}
