package io.loom.weaver;

import java.util.List;

/// What a platform offers on this machine.
///
/// @param usable whether weavers can be made
/// @param isolation what isolates, such as `bubblewrap 0.8.0`
/// @param enforced limits that hold, such as `memory (cgroup v1)`
/// @param missing what does not hold here, each with its remedy
public record PlatformReport(
    boolean usable, String isolation, List<String> enforced, List<String> missing) {
  public PlatformReport {
    enforced = List.copyOf(enforced);
    missing = List.copyOf(missing);
  }
}
