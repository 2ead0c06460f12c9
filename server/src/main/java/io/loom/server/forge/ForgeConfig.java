package io.loom.server.forge;

import io.loom.base.ByteSize;
import java.time.Duration;
import java.util.Set;

/// How forges are talked to.
///
/// @param allowedHosts `host` or `host:port` that may be used although the address is private, the
///   scheme is http, or the host is another than the repository's
/// @param timeout for one answer, its body included
/// @param maxAnswer larger ones are refused
public record ForgeConfig(Set<String> allowedHosts, Duration timeout, ByteSize maxAnswer) {
  public ForgeConfig {
    allowedHosts = Set.copyOf(allowedHosts);
  }
}
