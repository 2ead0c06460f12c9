package io.loom.ground.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a browser may do here for a page that another server delivered.
///
/// @param allowedOrigins origins like `https://loom.example` whose pages may do all that their user
///   may; `*` lets every page read what needs no cookie
/// @param hostNames names that this server is reached by, besides `localhost` and addresses
/// @param check whether other names are refused
public record BrowserRules(List<String> allowedOrigins, Set<String> hostNames, HostCheck check) {
  /// Whether requests for a name that is not ours are refused. A page whose own name was pointed at
  /// this machine (DNS rebinding) is of the same origin to the browser; only the name tells.
  public enum HostCheck {
    /// For servers on loopback, which have few names.
    ON,
    /// For servers that other hosts reach by names we cannot know.
    OFF
  }

  /// Pages of this server only.
  public static final BrowserRules SAME_ORIGIN =
      new BrowserRules(List.of(), Set.of(), HostCheck.ON);

  private static final String ANY = "*";

  public BrowserRules {
    allowedOrigins = List.copyOf(allowedOrigins);
    hostNames =
        hostNames.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  boolean names(String origin) {
    return allowedOrigins.contains(origin);
  }

  boolean anyMayRead() {
    return allowedOrigins.contains(ANY);
  }

  /// Whether this server may be called so.
  ///
  /// @param host as in the address of a request, without the port
  boolean knowsHost(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return check == HostCheck.OFF
        || isAddress(name)
        || name.equals("localhost")
        || name.endsWith(".localhost")
        || hostNames.contains(name);
  }

  /// An address is not looked up, so nobody can point it elsewhere.
  private static boolean isAddress(String host) {
    return host.startsWith("[") || host.indexOf(':') >= 0 || host.matches("[0-9]+(\\.[0-9]+){3}");
  }
}
