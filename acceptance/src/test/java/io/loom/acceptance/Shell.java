package io.loom.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Programs that a test runs itself, such as git as a user would.
final class Shell {
  private Shell() {}

  /// What a program printed, both kinds together.
  record Result(int exitCode, String output) {
    String text() {
      if (exitCode != 0) {
        throw new IllegalStateException("exit code %d: %s".formatted(exitCode, output));
      }
      return output;
    }
  }

  static Result attempt(Path folder, String... command) {
    try {
      var builder = new ProcessBuilder(List.of(command)).directory(folder.toFile());
      var environment = builder.environment();
      environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
      environment.put("GIT_AUTHOR_NAME", "Test");
      environment.put("GIT_AUTHOR_EMAIL", "test@localhost");
      environment.put("GIT_COMMITTER_NAME", "Test");
      environment.put("GIT_COMMITTER_EMAIL", "test@localhost");
      var process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// @return what it printed
  /// @throws IllegalStateException when it fails
  static String run(Path folder, String... command) {
    return attempt(folder, command).text().strip();
  }
}
