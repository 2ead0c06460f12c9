package io.loom.weaver.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Sandboxes made by bubblewrap.
record Bubblewrap(Path program, String version, ProcessFiles processFiles) implements Isolator {
  @Override
  public List<String> around(Layout layout, List<String> inner) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--unshare-all",
            "--unshare-user",
            "--disable-userns",
            "--die-with-parent",
            "--new-session",
            "--as-pid-1"));
    command.addAll(List.of("--uid", "1000", "--gid", "1000", "--hostname", "weaver"));
    command.addAll(List.of("--ro-bind", layout.skeleton().toString(), "/"));
    layout.mounts().forEach(mount -> command.addAll(options(mount)));
    command.addAll(List.of("--remount-ro", "/", "--chdir", Layout.WORKSPACE, "--"));
    command.addAll(inner);
    return command;
  }

  private List<String> options(Mount mount) {
    return switch (mount) {
      case Mount.ReadOnly(var source, var target) ->
          List.of("--ro-bind", source.toString(), target);
      case Mount.Writable(var source, var target) -> List.of("--bind", source.toString(), target);
      case Mount.Memory(var target, var bytes) ->
          List.of("--perms", "1777", "--size", Long.toString(bytes), "--tmpfs", target);
      case Mount.Processes(var target) -> processes(target);
      case Mount.Devices(var target) -> List.of("--dev", target, "--remount-ro", target);
    };
  }

  /// Bubblewrap leaves `/proc/sys` open to a command whose user is the host's root.
  private List<String> processes(String target) {
    var options = new ArrayList<>(List.of("--proc", target));
    for (var file : processFiles.secret()) {
      options.addAll(List.of("--ro-bind", "/dev/null", target + "/" + file.getFileName()));
    }
    options.addAll(List.of("--remount-ro", target));
    return options;
  }

  @Override
  public String describe() {
    return version;
  }

  @Override
  public String remedy() {
    return "install bubblewrap (apt-get install bubblewrap)";
  }
}
