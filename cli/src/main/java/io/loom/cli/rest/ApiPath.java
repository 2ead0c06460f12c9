package io.loom.cli.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A path under `/api/v1` with its query, encoded. Immutable.
public final class ApiPath {
  private final String path;
  private final String query;

  private ApiPath(String path, String query) {
    this.path = path;
    this.query = query;
  }

  /// @param segments encoded each, so an id with a slash or a dot-dot leads nowhere else
  public static ApiPath of(String... segments) {
    return new ApiPath("/api/v1", "").below(segments);
  }

  /// The path of something under this one.
  public ApiPath below(String... segments) {
    var below = Arrays.stream(segments).map(ApiPath::segment).collect(Collectors.joining("/"));
    return new ApiPath(path + "/" + below, query);
  }

  /// A path beside the API, such as `/health`.
  public static ApiPath beside(String path) {
    return new ApiPath(path, "");
  }

  /// Adds a query parameter, unless its value is absent.
  public ApiPath with(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    var pair = name + "=" + encode(value.toString());
    return new ApiPath(path, query.isEmpty() ? pair : query + "&" + pair);
  }

  private static String segment(String text) {
    if (text.isBlank() || text.equals(".") || text.equals("..")) {
      throw Failure.usage("\"%s\" is not an id.".formatted(text));
    }
    return encode(text);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return query.isEmpty() ? path : path + "?" + query;
  }
}
