package io.loom.weaver.local;

import static java.util.Objects.requireNonNull;

import io.loom.weaver.WeaverSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a weaver's commands see: a skeleton of folders, links and empty files, shown read-only as
/// `/`, and what is mounted over it.
///
/// @param skeleton the folder that becomes `/`
/// @param mounts in the order in which they are made
record Layout(Path skeleton, List<Mount> mounts) {
  static final String WORKSPACE = "/workspace";
  static final String EGRESS_SOCKET = "/run/loom/egress.sock";
  static final String FORWARDER_CLASSES = "/run/loom/classes";

  private static final List<String> LINKS_TO_USR =
      List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

  /// Paths that belong to the system inside, so that nothing of the caller's may be put there.
  private static final List<String> RESERVED =
      List.of("/bin", "/dev", "/etc", "/proc", "/run", "/sbin", "/sys", "/usr", WORKSPACE);

  Layout {
    mounts = List.copyOf(mounts);
  }

  /// Builds the skeleton on disk and lists the mounts.
  ///
  /// @param etc the folder shown as `/etc`
  /// @throws IllegalArgumentException when the caller asks for a path that cannot be shown
  static Layout build(Path skeleton, Path etc, Toolchain toolchain, WeaverSpec spec)
      throws IOException {
    var mounts = new ArrayList<Mount>();
    mounts.add(new Mount.ReadOnly(Path.of("/usr"), "/usr"));
    mounts.add(new Mount.ReadOnly(etc, "/etc"));
    Files.createDirectories(skeleton);
    addUsrLinks(skeleton, mounts);
    addDevices(skeleton, mounts);
    mounts.add(new Mount.Processes("/proc"));
    mounts.add(new Mount.Memory("/tmp", spec.limits().memory().bytes() / 2));
    mounts.add(new Mount.Memory("/dev/shm", spec.limits().memory().bytes() / 4));
    for (var folder : toolchain.folders()) {
      mounts.add(new Mount.ReadOnly(folder, folder.toString()));
    }
    mounts.add(new Mount.Writable(spec.workspace(), WORKSPACE));
    spec.readOnly().stream()
        .filter(path -> !Toolchain.isSystem(path))
        .map(path -> new Mount.ReadOnly(path, checked(path.toString())))
        .forEach(mounts::add);
    spec.caches()
        .forEach((inside, folder) -> mounts.add(new Mount.Writable(folder, checked(inside))));
    makeTargets(skeleton, mounts);
    return new Layout(skeleton, mounts);
  }

  /// With one more mount, whose target is a file.
  Layout withSocket(Path socket) throws IOException {
    Files.createDirectories(skeleton.resolve("run/loom"));
    makeFile(inside(skeleton, EGRESS_SOCKET));
    var more = new ArrayList<>(mounts);
    more.add(new Mount.Writable(socket, EGRESS_SOCKET));
    return new Layout(skeleton, more);
  }

  static Path inside(Path skeleton, String target) {
    return skeleton.resolve(target.substring(1));
  }

  private static void addUsrLinks(Path skeleton, List<Mount> mounts) throws IOException {
    for (var name : LINKS_TO_USR) {
      var onHost = Path.of("/", name);
      var inside = skeleton.resolve(name);
      if (Files.isSymbolicLink(onHost)) {
        Files.deleteIfExists(inside);
        Files.createSymbolicLink(inside, Files.readSymbolicLink(onHost));
      } else if (Files.isDirectory(onHost)) {
        mounts.add(new Mount.ReadOnly(onHost, onHost.toString()));
      }
    }
  }

  private static void addDevices(Path skeleton, List<Mount> mounts) throws IOException {
    Files.createDirectories(skeleton.resolve("dev"));
    for (var name : Mount.Devices.NODES) {
      makeFile(skeleton.resolve("dev").resolve(name));
    }
    Files.createDirectories(skeleton.resolve("dev/pts"));
    mounts.add(new Mount.Devices("/dev"));
    link(skeleton, "dev/ptmx", "pts/ptmx");
    link(skeleton, "dev/fd", "/proc/self/fd");
    link(skeleton, "dev/stdin", "/proc/self/fd/0");
    link(skeleton, "dev/stdout", "/proc/self/fd/1");
    link(skeleton, "dev/stderr", "/proc/self/fd/2");
  }

  private static void link(Path skeleton, String name, String target) throws IOException {
    Files.deleteIfExists(skeleton.resolve(name));
    Files.createSymbolicLink(skeleton.resolve(name), Path.of(target));
  }

  private static void makeTargets(Path skeleton, List<Mount> mounts) throws IOException {
    for (var mount : mounts) {
      switch (mount) {
        case Mount.ReadOnly(var source, var target) -> makeTarget(skeleton, source, target);
        case Mount.Writable(var source, var target) -> makeTarget(skeleton, source, target);
        case Mount.Memory(var target, _) -> Files.createDirectories(inside(skeleton, target));
        case Mount.Processes(var target) -> Files.createDirectories(inside(skeleton, target));
        case Mount.Devices(var target) -> Files.createDirectories(inside(skeleton, target));
      }
    }
  }

  private static void makeTarget(Path skeleton, Path source, String target) throws IOException {
    if (Files.isDirectory(source)) {
      Files.createDirectories(inside(skeleton, target));
    } else if (Files.exists(source)) {
      Files.createDirectories(requireNonNull(inside(skeleton, target).getParent()));
      makeFile(inside(skeleton, target));
    } else {
      throw new IllegalArgumentException("%s does not exist".formatted(source));
    }
  }

  private static void makeFile(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(file);
    }
  }

  private static String checked(String inside) {
    var path = Path.of(inside);
    boolean plain = path.isAbsolute() && path.getNameCount() > 0 && path.normalize().equals(path);
    if (!plain || inside.startsWith("//") || RESERVED.stream().anyMatch(path::startsWith)) {
      throw new IllegalArgumentException(
          "A weaver cannot show %s: choose an absolute path outside of %s"
              .formatted(inside, String.join(", ", RESERVED)));
    }
    return path.toString();
  }
}
