package io.loom.bench.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program that the demo starts and leaves behind, found again by its pid file.
///
/// @param mainClass what its command line names
/// @param mark a path that its command line names too, so that the same program for somebody else
///   is never taken for ours
record OwnProcess(String mainClass, Path mark, Path pidFile) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration EXEC = Duration.ofMillis(200);

  /// What the demo was given for itself; no other program needs it, and a key stays out of them.
  static final List<String> OWN_VARIABLES = List.of("PROVIDER_URL", "MODEL", "API_KEY");

  /// Starts it apart from this terminal: it neither hears Ctrl-C nor ends with us.
  ///
  /// @param command names the mark
  void start(List<String> command, Path folder, Path log) throws IOException {
    var detached = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
    detached.addAll(command);
    var builder =
        new ProcessBuilder(detached)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeAll(OWN_VARIABLES);
    Files.writeString(pidFile, builder.start().pid() + "\n");
  }

  /// The process, if it runs. A number that meanwhile belongs to another program does not count.
  Optional<ProcessHandle> find() {
    try {
      long pid = Long.parseLong(Files.readString(pidFile).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isOurs);
    } catch (IOException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Whether it was started and not stopped by us since; it may have ended by itself.
  boolean isWanted() {
    return Files.exists(pidFile);
  }

  /// Ends it, by force when it does not end in time. Says whether there was anything to end.
  boolean stop() throws IOException, InterruptedException {
    var found = find();
    // First, so that whoever watches it does not take this for a crash.
    Files.deleteIfExists(pidFile);
    if (found.isPresent()) {
      var process = found.get();
      process.destroy();
      if (!ends(process)) {
        process.destroyForcibly();
        ends(process);
      }
    }
    return found.isPresent();
  }

  private static boolean ends(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException _) {
      return false;
    }
  }

  /// Just started, it may be the shell still, whose command line names both as well.
  private boolean isOurs(ProcessHandle process) {
    var line = commandLine(process);
    boolean isLoom = line.contains(mainClass) || line.contains("/bin/loom");
    return isLoom && line.contains(mark.toString());
  }

  private static String commandLine(ProcessHandle process) {
    var file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      var line = Files.readString(file, StandardCharsets.ISO_8859_1);
      // Linux shows none for a moment while a process becomes another program.
      var until = System.nanoTime() + EXEC.toNanos();
      while (line.isEmpty() && process.isAlive() && System.nanoTime() < until) {
        Thread.onSpinWait();
        line = Files.readString(file, StandardCharsets.ISO_8859_1);
      }
      return line.replace('\0', ' ');
    } catch (IOException _) {
      // No such folder, as on macOS.
      return process.info().commandLine().orElse("");
    }
  }
}
