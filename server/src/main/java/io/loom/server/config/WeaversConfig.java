package io.loom.server.config;

import io.loom.base.ByteSize;
import io.loom.ground.config.Default;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The settings under `weavers.`: where sandboxes are made and what a command in one may use.
///
/// @param root the folder that holds the local ones
/// @param output kept of stdout, and as much of stderr
/// @param memory of all processes of a command together
/// @param cpus processors' worth of time
/// @param processes alive at once
/// @param egress hosts that weavers may reach: `host`, `host:port` or `*.domain`; empty means no
///   network
/// @param toolchains folders of this host that weavers see, read-only, such as a JDK outside `/usr`
public record WeaversConfig(
    @Default("auto") Platform platform,
    @Default("./data/weavers") Path root,
    @Default("auto") Isolation isolation,
    @Default("10m") Duration commandTimeout,
    @Default("8MiB") ByteSize output,
    @Default("2GiB") ByteSize memory,
    @Default("2") double cpus,
    @Default("1024") int processes,
    List<String> egress,
    List<Path> toolchains) {
  /// The constant in lower case is the setting's value.
  public enum Platform {
    AUTO,
    LOCAL,
    KUBERNETES
  }

  /// How the local platform isolates. The constant in lower case is the setting's value.
  public enum Isolation {
    AUTO,
    BUBBLEWRAP,
    UNSHARE
  }

  public WeaversConfig {
    if (platform == Platform.KUBERNETES) {
      throw new IllegalArgumentException(
          "weavers.platform is kubernetes, but this version makes weavers on this machine only; write"
              + " auto or local");
    }
    egress = List.copyOf(egress);
    toolchains = List.copyOf(toolchains);
    Checks.positive("weavers.command_timeout", commandTimeout);
    Checks.between("weavers.cpus", cpus, 0.01, 1024);
    Checks.between("weavers.processes", processes, 8, 1_000_000);
    Checks.atLeast("weavers.output", output, new ByteSize(1024));
    Checks.atLeast("weavers.memory", memory, ByteSize.ofMebibytes(16));
  }
}
