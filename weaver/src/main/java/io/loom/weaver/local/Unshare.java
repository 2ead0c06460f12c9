package io.loom.weaver.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Sandboxes made with the tools of util-linux, for machines without bubblewrap.
///
/// Mounts are made in a first user namespace, as its root; the command then enters a second one, in
/// which it is an ordinary user and has no say over the mounts.
record Unshare(String version, ProcessFiles processFiles) implements Isolator {
  /// Run in the new namespaces with the root folder, the table of mounts, and the command. The
  /// limit of one leaves room for the second user namespace and for none that a command makes.
  /// Loopback is brought up with what there is; without it, only servers inside suffer.
  private static final String SETUP =
      """
      set -e
      root=$1 mounts=$2
      shift 2
      mount -n -a -T "$mounts"
      { echo 1 > /proc/sys/user/max_user_namespaces; } 2>/dev/null || :
      { ip link set lo up || ifconfig lo up; } 2>/dev/null || :
      { hostname weaver; } 2>/dev/null || :
      cd "$root"
      pivot_root . .
      umount -n -l .
      cd /workspace
      exec unshare --user --map-user=1000 --map-group=1000 --keep-caps -- \
        setpriv --bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs -- "$@"
      """;

  @Override
  public List<String> around(Layout layout, List<String> inner) throws IOException {
    var command = new ArrayList<String>();
    command.add(HostPrograms.path("unshare"));
    command.addAll(
        List.of("--user", "--map-root-user", "--mount", "--pid", "--net", "--ipc", "--uts"));
    command.addAll(List.of("--cgroup", "--fork", "--kill-child=KILL", "--propagation", "private"));
    command.addAll(
        List.of("--", HostPrograms.path("setsid"), "/bin/sh", "-c", SETUP, "loom-setup"));
    command.add(layout.skeleton().toString());
    command.add(table(layout).toString());
    command.addAll(inner);
    return command;
  }

  /// Writes the table of mounts beside the skeleton, in the syntax of fstab. Commands that start at
  /// once read it whole, old or new, which say the same unless the machine's own mounts changed.
  private Path table(Layout layout) throws IOException {
    var root = layout.skeleton();
    var hostMounts = HostMounts.read();
    var lines = new ArrayList<String>();
    lines.add(line(root.toString(), root, "none", "bind,ro,nosuid,nodev"));
    layout.mounts().forEach(mount -> lines.addAll(lines(root, mount, hostMounts)));
    var table = root.resolveSibling("mounts");
    var text = String.join("", lines);
    if (!Files.exists(table) || !Files.readString(table).equals(text)) {
      var draft = Files.createTempFile(requireNonNull(root.getParent()), "mounts", ".new");
      Files.writeString(draft, text);
      Files.move(draft, table, StandardCopyOption.ATOMIC_MOVE);
    }
    return table;
  }

  private List<String> lines(Path root, Mount mount, HostMounts hostMounts) {
    var target = Layout.inside(root, mount.target());
    return switch (mount) {
      case Mount.ReadOnly(var source, _) -> readOnly(source, target, hostMounts);
      case Mount.Writable(var source, _) ->
          List.of(line(source.toString(), target, "none", "rbind,nosuid,nodev,X-mount.mkdir"));
      case Mount.Memory(_, var bytes) ->
          List.of(line("tmpfs", target, "tmpfs", "nosuid,nodev,mode=1777,size=" + bytes));
      case Mount.Processes _ -> processes(target);
      case Mount.Devices _ -> devices(target);
    };
  }

  /// The kernel makes the top of a bound tree read-only and leaves what is mounted below as it was,
  /// so each of those is a mount of its own here.
  private static List<String> readOnly(Path source, Path target, HostMounts hostMounts) {
    var lines = new ArrayList<String>();
    lines.add(line(source.toString(), target, "none", "rbind,X-mount.mkdir"));
    for (var mounted : hostMounts.from(source)) {
      var below = target.resolve(source.relativize(mounted.path()));
      lines.add(line("none", below, "none", "remount,bind,ro,nosuid,nodev" + mounted.noExec()));
    }
    return lines;
  }

  private static List<String> devices(Path target) {
    var lines = new ArrayList<String>();
    for (var name : Mount.Devices.NODES) {
      lines.add(line("/dev/" + name, target.resolve(name), "none", "bind,nosuid"));
    }
    lines.add(
        line(
            "devpts",
            target.resolve("pts"),
            "devpts",
            "newinstance,ptmxmode=0666,mode=620,nosuid,noexec"));
    return lines;
  }

  /// The folder itself stays writable: user namespaces are made by writing there.
  private List<String> processes(Path target) {
    var lines = new ArrayList<String>();
    lines.add(line("proc", target, "proc", "nosuid,nodev,noexec"));
    for (var entry : processFiles.changeable()) {
      lines.add(
          line(
              target.resolve(entry.getFileName()).toString(),
              target.resolve(entry.getFileName()),
              "none",
              "bind,ro,nosuid,nodev,noexec"));
    }
    for (var entry : processFiles.secret()) {
      lines.add(line("/dev/null", target.resolve(entry.getFileName()), "none", "bind,ro,nosuid"));
    }
    return lines;
  }

  private static String line(String source, Path target, String type, String options) {
    return "%s %s %s %s 0 0\n".formatted(escape(source), escape(target.toString()), type, options);
  }

  private static String escape(String path) {
    return path.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012")
        .replace("#", "\\043");
  }

  @Override
  public String describe() {
    return version;
  }

  @Override
  public String remedy() {
    return "let ordinary users make user namespaces (sysctl -w user.max_user_namespaces=10000, and"
        + " where the kernel has it kernel.unprivileged_userns_clone=1 or"
        + " kernel.apparmor_restrict_unprivileged_userns=0)";
  }
}
