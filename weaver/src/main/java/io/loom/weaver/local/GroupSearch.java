package io.loom.weaver.local;

import io.loom.weaver.Limits;
import io.loom.weaver.local.Controller.Version;
import io.loom.weaver.local.GroupHierarchy.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the folders in which this server may make control groups, by making one.
///
/// @param mounts lines of `/proc/self/mountinfo`
/// @param membership lines of `/proc/self/cgroup`: the groups that the server is in
/// @param prefix of the names of our groups
record GroupSearch(List<String> mounts, List<String> membership, String prefix) {
  /// The group into which a server moves itself where only leaves may hold processes.
  private static final String SERVER = "loom-server";

  static GroupSearch here(String prefix) throws IOException {
    return new GroupSearch(
        Files.readAllLines(Path.of("/proc/self/mountinfo")),
        Files.readAllLines(Path.of("/proc/self/cgroup")),
        prefix);
  }

  ControlGroups find() {
    var found = new ArrayList<GroupHierarchy>();
    Set<Controller> open = EnumSet.allOf(Controller.class);
    for (var line : mounts) {
      var fields = line.split(" ", -1);
      int dash = List.of(fields).indexOf("-");
      var type = fields[dash + 1];
      var folder = HostMounts.unescape(fields[4]);
      var controllers = List.of(fields[dash + 3].split(",", -1));
      Optional<GroupHierarchy> usable =
          switch (type) {
            case "cgroup" -> firstVersion(Path.of(folder), fields[3], controllers, open);
            case "cgroup2" -> secondVersion(Path.of(folder), fields[3], open);
            default -> Optional.empty();
          };
      usable.ifPresent(hierarchy -> {
        found.add(hierarchy);
        hierarchy.controllers().forEach(open::remove);
      });
    }
    return new ControlGroups(found, prefix);
  }

  private Optional<GroupHierarchy> firstVersion(
      Path mount, String root, List<String> names, Set<Controller> open) {
    var controllers =
        open.stream().filter(controller -> names.contains(controller.kernelName())).toList();
    if (controllers.isEmpty()) {
      return Optional.empty();
    }
    return tried(new GroupHierarchy(own(mount, root, names), Version.V1, controllers));
  }

  /// Beside our own group if its parent is ours too, as under a user's systemd; else inside it.
  private Optional<GroupHierarchy> secondVersion(Path mount, String root, Set<Controller> open) {
    var own = own(mount, root, List.of(""));
    var parent = own.getParent();
    if (parent != null && parent.startsWith(mount) && Files.isWritable(parent)) {
      var beside = tried(inGroup(parent, "cgroup.subtree_control", open));
      if (beside.isPresent()) {
        return beside;
      }
    }
    var inside = inGroup(own, "cgroup.controllers", open);
    if (inside.controllers().isEmpty() || !Files.isWritable(own)) {
      return Optional.empty();
    }
    try {
      moveServerIntoLeaf(own);
      GroupHierarchy.enable(own, inside.controllers());
    } catch (IOException _) {
      return Optional.empty();
    }
    return tried(inside);
  }

  private static GroupHierarchy inGroup(Path group, String listing, Set<Controller> open) {
    List<String> names;
    try {
      names = List.of(Files.readString(group.resolve(listing)).strip().split("\\s+", -1));
    } catch (IOException _) {
      names = List.of();
    }
    var listed = names;
    return new GroupHierarchy(
        group,
        Version.V2,
        open.stream().filter(controller -> listed.contains(controller.kernelName())).toList());
  }

  /// Only if nobody else is in our group: other programs are not ours to move.
  private static void moveServerIntoLeaf(Path own) throws IOException {
    var self = Long.toString(ProcessHandle.current().pid());
    if (Files.readAllLines(own.resolve("cgroup.procs")).equals(List.of(self))) {
      Files.createDirectories(own.resolve(SERVER));
      Files.writeString(own.resolve(SERVER).resolve("cgroup.procs"), self);
    }
  }

  private Optional<GroupHierarchy> tried(GroupHierarchy hierarchy) {
    if (hierarchy.controllers().isEmpty() || !Files.isWritable(hierarchy.parent())) {
      return Optional.empty();
    }
    var probe = hierarchy.parent().resolve(prefix + "probe");
    try {
      hierarchy.make(probe, Limits.DEFAULT, Place.INNER);
      return Optional.of(hierarchy);
    } catch (IOException _) {
      return Optional.empty();
    } finally {
      try {
        Files.deleteIfExists(probe);
      } catch (IOException _) {
        // The next start tries again.
      }
    }
  }

  /// The server's own group, or the hierarchy's top where it is not visible from here.
  private Path own(Path mount, String root, List<String> names) {
    for (var line : membership) {
      var fields = line.split(":", 3);
      if (List.of(fields[1].split(",", -1)).stream().anyMatch(names::contains)) {
        var group = Path.of(root).relativize(Path.of(fields[2]));
        var own = mount.resolve(group).normalize();
        return own.startsWith(mount) && Files.isDirectory(own) ? own : mount;
      }
    }
    return mount;
  }
}
