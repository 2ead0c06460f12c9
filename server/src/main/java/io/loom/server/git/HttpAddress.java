package io.loom.server.git;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/// The parts of an HTTP address that matter to passwords.
///
/// @param scheme `http` or `https`
/// @param user empty when it names none
/// @param host with its port, as it is written
public record HttpAddress(String scheme, String user, String host) {
  private static final Pattern FORM =
      Pattern.compile("(https?)://(?:([^/@]*)@)?([^/@?#\\s]+)(?:[/?#].*)?");

  /// Nothing when it is no such address.
  public static Optional<HttpAddress> parse(String url) {
    var match = FORM.matcher(url);
    if (!match.matches()) {
      return Optional.empty();
    }
    var user = match.group(2);
    return Optional.of(new HttpAddress(match.group(1), user == null ? "" : user, match.group(3)));
  }

  /// Whether nobody on the way can read along: the way is encrypted, or ends on this machine.
  public boolean isPrivate() {
    return scheme.equals("https") || isLoopback();
  }

  /// Whether the host is this machine by number, or by the name that always means it.
  public boolean isLoopback() {
    var name = host.startsWith("[") ? host.replaceFirst("].*", "]") : host.replaceFirst(":.*", "");
    if (name.equals("localhost")) {
      return true;
    }
    if (!name.matches("[0-9.]+|\\[[0-9a-fA-F:]+]")) {
      return false;
    }
    try {
      return InetAddress.getByName(name).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
