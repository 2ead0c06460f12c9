package io.loom.server.credential;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The key that a host showed when a project met it first.
///
/// @param host as in known_hosts: `name`, or `[name]:port`
/// @param type such as `ssh-ed25519`
/// @param publicKey base64
public record HostKey(String host, String type, String publicKey, Instant pinnedAt) {
  private static final Pattern LINE =
      Pattern.compile("([A-Za-z0-9.:\\[\\]-]+) ([a-z0-9@.-]+) ([A-Za-z0-9+/]+=*)(?: .*)?");
  private static final Pattern URL =
      Pattern.compile("ssh://(?:[^@/]*@)?(\\[[^]]+]|[^:/]+)(?::(\\d+))?/.*");
  private static final Pattern SCP = Pattern.compile("(?:[^@/:]*@)?([^:/]+):.*");
  private static final String USUAL_PORT = "22";

  /// @param line of a known_hosts file; nothing when it is no plain one
  static Optional<HostKey> parse(String line, Instant pinnedAt) {
    var match = LINE.matcher(line.strip());
    return match.matches()
        ? Optional.of(new HostKey(match.group(1), match.group(2), match.group(3), pinnedAt))
        : Optional.empty();
  }

  /// The name by which ssh keeps the host of an address.
  public static String hostOf(String address) {
    var url = URL.matcher(address);
    if (url.matches()) {
      var name = url.group(1).replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
      var port = url.group(2);
      return port == null || port.equals(USUAL_PORT) ? name : "[%s]:%s".formatted(name, port);
    }
    var scp = SCP.matcher(address);
    if (!scp.matches()) {
      throw new IllegalArgumentException("no SSH address: " + address);
    }
    return scp.group(1).toLowerCase(Locale.ROOT);
  }

  public String fingerprint() {
    return Fingerprint.of(publicKey);
  }

  /// As a line of a known_hosts file.
  String line() {
    return "%s %s %s".formatted(host, type, publicKey);
  }
}
