package io.loom.bench.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The `git` program, with none of the user's settings.
final class Git {
  private Git() {}

  /// Runs one command and answers what it printed.
  ///
  /// @throws DemoFailure when there is no git, or it refused
  static String run(Path folder, String... arguments) throws DemoFailure, InterruptedException {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(Arrays.asList(arguments));
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true);
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.keySet().removeAll(OwnProcess.OWN_VARIABLES);
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    try {
      var process = builder.start();
      String output;
      try (var stdout = process.getInputStream()) {
        output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
      }
      if (process.waitFor() != 0) {
        throw new DemoFailure("git %s failed:".formatted(arguments[0]), output.strip());
      }
      return output;
    } catch (IOException _) {
      throw new DemoFailure(
          "Git is missing, or cannot be started.",
          "Install it: apt-get install git, or brew install git.");
    }
  }
}
