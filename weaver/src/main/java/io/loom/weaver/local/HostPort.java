package io.loom.weaver.local;

import java.util.Locale;

/// A host and a port that a weaver wants to reach.
///
/// @param host in lower case, without the dot that may end a name and without brackets
record HostPort(String host, int port) {
  HostPort {
    host = host.toLowerCase(Locale.ROOT);
    host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("\"%s:%d\" is no host and port".formatted(host, port));
    }
  }

  /// Reads `host`, `host:port` or `[address]:port`.
  static HostPort parse(String text, int defaultPort) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0) {
        throw new IllegalArgumentException("\"%s\" lacks a bracket".formatted(text));
      }
      var rest = text.substring(end + 1);
      return new HostPort(
          text.substring(1, end), rest.startsWith(":") ? port(rest.substring(1)) : defaultPort);
    }
    int colon = text.lastIndexOf(':');
    return colon < 0
        ? new HostPort(text, defaultPort)
        : new HostPort(text.substring(0, colon), port(text.substring(colon + 1)));
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}")) {
      throw new IllegalArgumentException("\"%s\" is no port".formatted(text));
    }
    return Integer.parseInt(text);
  }

  /// As it is written in a request.
  String authority() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
