package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// Removes folders that hostile commands have filled: locked, deeper than a path can be long, full
/// of links. `rm` walks such trees without following links and without building paths.
final class TreeRemoval {
  private TreeRemoval() {}

  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (run("rm", "-rf", "--one-file-system", "--", folder.toString()).isEmpty()) {
      return;
    }
    run("chmod", "-R", "u+rwX", "--", folder.toString());
    var trouble = run("rm", "-rf", "--one-file-system", "--", folder.toString());
    if (!trouble.isEmpty()) {
      throw new IOException("%s cannot be removed: %s".formatted(folder, trouble));
    }
  }

  /// What the program complained about, empty when it succeeded.
  private static String run(String program, String... arguments) throws IOException {
    var builder = new ProcessBuilder(HostPrograms.path(program));
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.redirectErrorStream(true);
    var process = builder.start();
    process.getOutputStream().close();
    var kept = new KeptOutput(1000);
    try (var stream = process.getInputStream()) {
      var buffer = new byte[4096];
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        kept.add(buffer, 0, count);
      }
    }
    // It has closed its output, so it ends in a moment.
    int code = process.onExit().join().exitValue();
    var text = new String(kept.bytes(), UTF_8).strip();
    return code == 0 ? "" : text.isEmpty() ? program + " failed" : text;
  }
}
