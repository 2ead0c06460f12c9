package io.loom.cli.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the server is looked for.
///
/// @param candidates without a slash at the end; the next one is tried when one refuses the
///   connection
public record ServerAddress(List<URI> candidates) {
  private static final List<URI> DEFAULT =
      List.of(URI.create("http://localhost:8080"), URI.create("http://localhost:8081"));

  public ServerAddress {
    candidates = List.copyOf(candidates);
  }

  /// @param url what the user gave; absent or blank means the ports that Loom listens on unless it
  ///   is told otherwise
  public static ServerAddress of(@Nullable String url) {
    return url == null || url.isBlank()
        ? new ServerAddress(DEFAULT)
        : new ServerAddress(List.of(parse(url.strip())));
  }

  private static URI parse(String url) {
    try {
      var uri = new URI(url.replaceAll("/+$", ""));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Said below, with an example.
    }
    throw Failure.usage(
        "The server URL is an address like http://localhost:8080, without a user name or query.");
  }
}
