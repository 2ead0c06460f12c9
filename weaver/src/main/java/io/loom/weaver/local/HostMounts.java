package io.loom.weaver.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What is mounted where on this machine.
record HostMounts(List<Mounted> all) {
  /// @param noExec `,noexec` where programs there cannot be run, which a bound view must repeat
  record Mounted(Path path, String noExec) {}

  static HostMounts read() throws IOException {
    return parse(Files.readAllLines(Path.of("/proc/self/mountinfo")));
  }

  static HostMounts parse(List<String> lines) {
    var newest = new LinkedHashMap<Path, Mounted>();
    for (var line : lines) {
      var fields = line.split(" ", -1);
      var path = Path.of(unescape(fields[4]));
      boolean noExec = List.of(fields[5].split(",", -1)).contains("noexec");
      newest.put(path, new Mounted(path, noExec ? ",noexec" : ""));
    }
    return new HostMounts(List.copyOf(newest.values()));
  }

  /// The folder itself as a mount, then those below it.
  List<Mounted> from(Path folder) {
    var mounts = new ArrayList<Mounted>();
    var own =
        all.stream()
            .filter(mounted -> folder.startsWith(mounted.path()))
            .reduce((one, other) ->
                other.path().getNameCount() >= one.path().getNameCount() ? other : one);
    mounts.add(new Mounted(folder, own.map(Mounted::noExec).orElse("")));
    all.stream()
        .filter(mounted -> mounted.path().startsWith(folder) && !mounted.path().equals(folder))
        .forEach(mounts::add);
    return mounts;
  }

  static String unescape(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
