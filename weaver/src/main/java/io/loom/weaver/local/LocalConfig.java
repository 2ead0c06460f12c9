package io.loom.weaver.local;

import java.nio.file.Path;
import java.util.List;

/// The settings of a local platform.
///
/// @param root the platform's own folder, for the state of its weavers; one server at a time
/// @param toolchains folders of this machine that every weaver sees read-only under the same path;
///   a `bin` folder in one is on the path of commands
public record LocalConfig(
    Path root, List<Path> toolchains, Isolation isolation, LimitEnforcement limits) {
  public LocalConfig {
    root = root.toAbsolutePath().normalize();
    toolchains = toolchains.stream().map(path -> path.toAbsolutePath().normalize()).toList();
  }

  /// What suits most machines.
  public static LocalConfig in(Path root) {
    return new LocalConfig(root, List.of(), Isolation.AUTO, LimitEnforcement.WHERE_POSSIBLE);
  }
}
