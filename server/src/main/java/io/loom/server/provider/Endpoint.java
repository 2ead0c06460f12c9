package io.loom.server.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// The address of a provider, as people write it and as it is called.
final class Endpoint {
  private static final String VERSION = "/v1";

  /// Vendors name other versions too: `v1beta`, `v4`.
  private static final Pattern VERSION_SEGMENT = Pattern.compile("v\\d+[a-z0-9]*");

  private Endpoint() {}

  /// Brings an address into the form in which it is kept: no slash at the end, and `/v1` appended
  /// when it names no version; not for Ollama, whose address is written without.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  static String parse(Provider.Type type, String text) {
    var uri = check(text.strip());
    var path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
    var base = uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority() + path;
    return type == Provider.Type.OLLAMA || hasVersion(path) ? base : base + VERSION;
  }

  private static URI check(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("endpoint is not a URL");
    }
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("endpoint begins with http:// or https://");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("endpoint holds no credentials; send them as api_key");
    }
    if (uri.getHost() == null || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("endpoint names a host, and a port below 65536 if any");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("endpoint has no query and no fragment");
    }
    return uri;
  }

  private static boolean hasVersion(String path) {
    return Arrays.stream(path.split("/"))
        .anyMatch(segment -> VERSION_SEGMENT.matcher(segment).matches());
  }

  /// Where a route of the OpenAI dialect is.
  ///
  /// @param route such as `/models`
  static URI of(Provider provider, String route) {
    var settings = provider.configured();
    boolean bare =
        settings.type() == Provider.Type.OLLAMA && !settings.endpoint().endsWith(VERSION);
    return URI.create(settings.endpoint() + (bare ? VERSION : "") + route);
  }
}
