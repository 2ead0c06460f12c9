package io.loom.server.config;

import io.loom.base.ByteSize;
import io.loom.ground.config.Default;
import java.time.Duration;
import java.util.List;

/// The settings under `forges.`
///
/// @param allowedHosts `host` or `host:port` of forges that may be used although their address is
///   private or without TLS, or the repository is on another host
/// @param pollInterval between two looks at an open pull request; webhooks make it faster
/// @param timeout for one answer of a forge
/// @param maxAnswer larger ones are refused
public record ForgesConfig(
    List<String> allowedHosts,
    @Default("1m") Duration pollInterval,
    @Default("20s") Duration timeout,
    @Default("8MiB") ByteSize maxAnswer) {
  public ForgesConfig {
    allowedHosts = List.copyOf(allowedHosts);
    for (var host : allowedHosts) {
      if (!host.matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?")) {
        throw new IllegalArgumentException(
            "forges.allowed_hosts has \"%s\"; write hosts like git.example.com or 10.0.0.5:3000"
                .formatted(host));
      }
    }
    Checks.positive("forges.poll_interval", pollInterval);
    Checks.positive("forges.timeout", timeout);
  }
}
