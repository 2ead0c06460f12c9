package io.loom.weaver.local;

import io.loom.weaver.Limits;
import io.loom.weaver.local.Controller.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder of the control group file system in which we may make groups.
///
/// @param controllers that work in it
record GroupHierarchy(Path parent, Version version, List<Controller> controllers) {
  /// Makes the group, or finds it, and sets its limits.
  ///
  /// @param place whether groups are made in it, or processes put there
  Path make(Path group, Limits limits, Place place) throws IOException {
    Files.createDirectories(group);
    if (version == Version.V2 && place == Place.INNER) {
      enable(group, controllers);
    }
    for (var controller : controllers) {
      controller.limit(group, version, limits);
    }
    return group;
  }

  /// Whether groups are made in a group, or processes put there.
  enum Place {
    INNER,
    LEAF
  }

  static void enable(Path group, List<Controller> controllers) throws IOException {
    for (var controller : controllers) {
      Files.writeString(group.resolve("cgroup.subtree_control"), "+" + controller.kernelName());
    }
  }

  /// How many processes the kernel ended in the group because its memory was full.
  static long outOfMemoryKills(Path group) {
    for (var name : List.of("memory.oom_control", "memory.events")) {
      try {
        for (var line : Files.readAllLines(group.resolve(name))) {
          if (line.startsWith("oom_kill ")) {
            return Long.parseLong(line.substring("oom_kill ".length()).strip());
          }
        }
      } catch (IOException _) {
        // The other version's file; or the group is gone, and then there is nothing to tell.
      }
    }
    return 0;
  }
}
