package io.loom.weaver.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The compilers and tools of this machine that weavers may use.
///
/// @param javaHome of the JDK that runs the server
/// @param folders what must be shown besides `/usr`
/// @param searchPath of commands inside
/// @param hidden tools that are not shown, each with the reason
record Toolchain(Path javaHome, List<Path> folders, String searchPath, List<String> hidden) {
  private static final List<String> TOOLS = List.of("node", "git", "mvn");

  Toolchain {
    folders = List.copyOf(folders);
    hidden = List.copyOf(hidden);
  }

  /// @param programPath where the server finds its own programs
  static Toolchain find(LocalConfig config, String programPath) throws IOException {
    var javaHome = Path.of(System.getProperty("java.home")).toRealPath();
    Set<Path> wanted = new LinkedHashSet<>();
    wanted.add(javaHome);
    wanted.addAll(config.toolchains());
    for (var tool : TOOLS) {
      var found = HostPrograms.find(tool, programPath);
      if (found.isPresent()) {
        wanted.add(prefix(found.get().toRealPath()));
      }
    }
    return choose(config, javaHome, wanted);
  }

  private static Toolchain choose(LocalConfig config, Path javaHome, Set<Path> wanted) {
    var shown = new ArrayList<Path>();
    var hidden = new ArrayList<String>();
    var searchPath = new ArrayList<String>();
    for (var folder : wanted) {
      if (!Files.isDirectory(folder)) {
        hidden.add("the tools in %s: there is no such folder".formatted(folder));
      } else if (mayShow(config, folder)) {
        if (!isSystem(folder)) {
          shown.add(folder);
        }
        if (!folder.equals(Path.of("/usr")) && Files.isDirectory(folder.resolve("bin"))) {
          searchPath.add(folder.resolve("bin").toString());
        }
      } else {
        hidden.add(
            "the tools in %s: showing that folder would show files of the server; install them below /usr or /opt"
                .formatted(folder));
      }
    }
    searchPath.add("/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
    return new Toolchain(javaHome, shown, String.join(":", searchPath), hidden);
  }

  /// Whether the folder holds neither the user's home nor the platform's own folder.
  static boolean mayShow(LocalConfig config, Path folder) {
    var home = Path.of(System.getProperty("user.home")).toAbsolutePath().normalize();
    return !home.startsWith(folder)
        && !config.root().startsWith(folder)
        && folder.getNameCount() > 0;
  }

  static boolean isSystem(Path folder) {
    return folder.startsWith("/usr");
  }

  /// The folder that holds all of a tool: `/opt/node` for `/opt/node/bin/node`.
  private static Path prefix(Path program) {
    var folder = requireNonNull(program.getParent());
    return folder.endsWith("bin") ? requireNonNull(folder.getParent()) : folder;
  }
}
