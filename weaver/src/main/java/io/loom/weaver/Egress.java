package io.loom.weaver;

import java.util.List;

/// What a weaver may reach of the network. Loopback, private and metadata addresses are refused
/// whatever the list says.
public sealed interface Egress {
  /// No network at all.
  record None() implements Egress {}

  /// A proxy that connects to these hosts only, each `host`, `host:port` or `*.domain`.
  record AllowList(List<String> hosts) implements Egress {
    public AllowList {
      hosts = List.copyOf(hosts);
    }
  }
}
