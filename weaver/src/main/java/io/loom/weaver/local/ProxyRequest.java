package io.loom.weaver.local;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/// What a client inside a weaver asked the proxy for.
sealed interface ProxyRequest {
  /// What the client wants to reach.
  HostPort target();

  /// A connection through which anything may go.
  record Tunnel(HostPort target) implements ProxyRequest {}

  /// One plain HTTP request.
  ///
  /// @param head as the target wants it, with the empty line that ends it
  record Forward(HostPort target, String head) implements ProxyRequest {}

  /// Headers between client and proxy, which do not travel on; ours replace two of them.
  List<String> DROPPED =
      List.of("connection", "host", "keep-alive", "proxy-authorization", "proxy-connection");

  /// Reads the head of a request, without the empty line.
  ///
  /// @throws IllegalArgumentException when a proxy cannot answer such a request
  static ProxyRequest parse(String head) {
    var lines = head.split("\r?\n", -1);
    var words = lines[0].split(" ", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException("That is no HTTP request");
    }
    return words[0].equals("CONNECT")
        ? new Tunnel(HostPort.parse(words[1], 443))
        : forward(words, lines);
  }

  private static Forward forward(String[] words, String[] lines) {
    var address = URI.create(words[1]);
    var authority = address.getRawAuthority();
    if (!"http".equalsIgnoreCase(address.getScheme()) || authority == null) {
      throw new IllegalArgumentException("The proxy takes CONNECT and http:// addresses");
    }
    var target = HostPort.parse(authority.substring(authority.indexOf('@') + 1), 80);
    var path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    var query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    var head = new StringBuilder();
    head.append("%s %s%s %s\r\n".formatted(words[0], path, query, words[2]));
    head.append("Host: ").append(target.authority()).append("\r\nConnection: close\r\n");
    for (int i = 1; i < lines.length; i++) {
      var name = lines[i].split(":", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (!lines[i].isEmpty() && !DROPPED.contains(name)) {
        head.append(lines[i]).append("\r\n");
      }
    }
    return new Forward(target, head.append("\r\n").toString());
  }
}
