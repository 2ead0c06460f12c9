package io.loom.weaver.local;

import io.loom.weaver.Limits;
import io.loom.weaver.WeaverSpec;
import io.loom.weaver.local.GroupHierarchy.Place;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Holds commands to their limits, as far as this machine lets us make control groups. Safe for
/// many threads.
///
/// Each weaver has a group with its limits, and each command one inside with its own, so that
/// commands that run at once share what the weaver has.
final class ControlGroups {
  private static final int REMOVAL_ATTEMPTS = 100;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(5);

  private final List<GroupHierarchy> hierarchies;
  private final String prefix;
  private final AtomicLong counter = new AtomicLong();

  /// @param prefix of the names of our groups, which no other server's have
  ControlGroups(List<GroupHierarchy> hierarchies, String prefix) {
    this.hierarchies = List.copyOf(hierarchies);
    this.prefix = prefix;
  }

  /// Where groups are made, so that another start can find what this one leaves.
  List<Path> parents() {
    return hierarchies.stream().map(GroupHierarchy::parent).toList();
  }

  boolean limits(Controller controller) {
    return hierarchies.stream().anyMatch(hierarchy -> hierarchy.controllers().contains(controller));
  }

  List<GroupHierarchy> hierarchies() {
    return hierarchies;
  }

  /// Makes the group of one command.
  Group open(WeaverSpec spec, Limits limits) throws IOException {
    var name = "command-" + counter.incrementAndGet();
    var folders = new ArrayList<Path>();
    try {
      for (var hierarchy : hierarchies) {
        var weaver = hierarchy.parent().resolve(prefix + spec.id());
        if (!Files.isDirectory(weaver)) {
          hierarchy.make(weaver, spec.limits(), Place.INNER);
        }
        folders.add(weaver.resolve(name));
        hierarchy.make(weaver.resolve(name), narrower(limits, spec.limits()), Place.LEAF);
      }
      return new Group(List.copyOf(folders));
    } catch (IOException e) {
      new Group(folders).close();
      throw e;
    }
  }

  private static Limits narrower(Limits command, Limits weaver) {
    return new Limits(
        command.time(),
        command.output(),
        command.memory().bytes() < weaver.memory().bytes() ? command.memory() : weaver.memory(),
        Math.min(command.cpus(), weaver.cpus()),
        Math.min(command.processes(), weaver.processes()));
  }

  /// Ends what runs in the groups of a weaver and removes them.
  void remove(String weaverId) {
    parents().forEach(parent -> removeTree(parent.resolve(prefix + weaverId)));
  }

  /// Ends what runs in any of our groups and removes them all.
  void removeAll() {
    for (var parent : parents()) {
      removeLeftovers(parent, prefix);
    }
  }

  /// Ends and removes what a server that was killed left in a folder.
  static void removeLeftovers(Path parent, String prefix) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (var groups = Files.newDirectoryStream(parent, prefix + "*")) {
      groups.forEach(ControlGroups::removeTree);
    } catch (IOException _) {
      // The folder is gone, and what was in it.
    }
  }

  private static void removeTree(Path group) {
    if (!Files.isDirectory(group)) {
      return;
    }
    try (DirectoryStream<Path> inner = Files.newDirectoryStream(group, Files::isDirectory)) {
      inner.forEach(ControlGroups::removeTree);
    } catch (IOException _) {
      return;
    }
    removeGroup(group);
  }

  /// The last process of a group may still be on its way out.
  private static void removeGroup(Path group) {
    for (int attempt = 0; attempt < REMOVAL_ATTEMPTS; attempt++) {
      try {
        Files.deleteIfExists(group);
        return;
      } catch (IOException _) {
        endAll(group);
        LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
      }
    }
  }

  private static void endAll(Path group) {
    try {
      Files.readAllLines(group.resolve("cgroup.procs")).stream()
          .map(Long::parseLong)
          .flatMap(id -> ProcessHandle.of(id).stream())
          .forEach(ProcessHandle::destroyForcibly);
    } catch (IOException _) {
      // Gone meanwhile.
    }
  }

  /// The groups of one command, one in each hierarchy; removed when closed.
  record Group(List<Path> folders) implements AutoCloseable {
    boolean ranOutOfMemory() {
      return folders.stream().mapToLong(GroupHierarchy::outOfMemoryKills).sum() > 0;
    }

    @Override
    public void close() {
      folders.forEach(ControlGroups::removeTree);
    }
  }
}
