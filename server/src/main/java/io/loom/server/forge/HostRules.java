package io.loom.server.forge;

import io.loom.weaver.local.AddressPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/// Which hosts are sent a token. A project names its forge itself, so that must not be a way to
/// this machine's own services, nor a way for the token out.
///
/// @param allowed by the administrator, as `host` or `host:port`
record HostRules(Set<String> allowed) {
  /// @param repositoryHost of the repository's address; empty for a folder
  /// @throws ForgeException when the forge at this address is not to be talked to
  void check(URI api, String repositoryHost) throws ForgeException {
    var host = api.getHost().toLowerCase(Locale.ROOT);
    if (allowed.contains(host) || allowed.contains(host + ":" + api.getPort())) {
      return;
    }
    if (!api.getScheme().equals("https")) {
      throw refused(host, "it is not https");
    }
    if (!host.equals(repositoryHost) && !host.equals(ForgeType.apiHost(repositoryHost))) {
      throw refused(host, "the repository is on another host");
    }
    for (var address : addresses(host)) {
      if (!AddressPolicy.PUBLIC.allows(address)) {
        throw refused(host, "its address is private");
      }
    }
  }

  private static InetAddress[] addresses(String host) throws ForgeException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new ForgeException(
          ForgeException.Reason.UNAVAILABLE, "The host %s is not known.".formatted(host), null, e);
    }
  }

  private static ForgeException refused(String host, String why) {
    return new ForgeException(
        ForgeException.Reason.NOT_CONFIGURED,
        "The forge at %s is not used, for %s. An administrator may add it to forges.allowed_hosts."
            .formatted(host, why));
  }
}
