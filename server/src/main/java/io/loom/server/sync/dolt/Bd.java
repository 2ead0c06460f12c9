package io.loom.server.sync.dolt;

import io.loom.ground.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Runs the program `bd` with an argument array and an environment of its own: no hooks, no
/// prompts, no settings of the machine, and JSON for an answer. Safe for many threads; calls block.
final class Bd {
  private static final int LARGEST_ANSWER = 256 << 20;

  private final String program;
  private final Path home;
  private final Duration timeout;

  /// @param program a path, or a name that is looked for in PATH
  /// @param home an empty folder that stands in for the user's home
  Bd(String program, Path home, Duration timeout) {
    this.program = program;
    this.home = home;
    this.timeout = timeout;
  }

  BdState probe() {
    if (program.isBlank()) {
      return new BdState.Missing("beads.bd_path is empty");
    }
    try {
      var answer = new String(run(home, List.of("version", "--json")), StandardCharsets.UTF_8);
      return BdState.of(Json.tree(answer).path("version").asText());
    } catch (BdException | IllegalArgumentException e) {
      return new BdState.Missing(String.valueOf(e.getMessage()));
    }
  }

  /// @return what it wrote
  /// @throws BdException when it cannot be run, takes too long, or says no
  byte[] run(Path folder, List<String> arguments) throws BdException {
    var command = new ArrayList<String>();
    command.add(program);
    for (var argument : arguments) {
      command.add(argument.replace('\0', '\uFFFD'));
    }
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    var variables = builder.environment();
    var path = variables.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    var agentSocket = variables.get("SSH_AUTH_SOCK");
    variables.clear();
    if (agentSocket != null) {
      variables.put("SSH_AUTH_SOCK", agentSocket);
    }
    variables.put("PATH", path);
    variables.put("HOME", home.toString());
    variables.put("LC_ALL", "C.UTF-8");
    variables.put("NO_COLOR", "1");
    variables.put("BD_ACTOR", "loom");
    variables.put("GIT_CONFIG_NOSYSTEM", "1");
    variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
    variables.put("GIT_CONFIG_COUNT", "1");
    variables.put("GIT_CONFIG_KEY_0", "core.hooksPath");
    variables.put("GIT_CONFIG_VALUE_0", "/dev/null");
    variables.put("GIT_TERMINAL_PROMPT", "0");
    variables.put("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=10");
    try {
      return await(builder.start(), arguments.getFirst());
    } catch (IOException e) {
      throw new BdException("%s cannot be run: %s".formatted(program, e.getMessage()), e);
    }
  }

  private byte[] await(Process process, String verb) throws IOException, BdException {
    var stdout = reader(process.getInputStream());
    var stderr = reader(process.getErrorStream());
    try {
      process.getOutputStream().close();
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BdException("bd %s took longer than %s".formatted(verb, timeout));
      }
      var answer = stdout.get();
      if (process.exitValue() != 0) {
        throw new BdException("bd %s: %s".formatted(verb, words(stderr.get(), answer)));
      }
      if (answer.length >= LARGEST_ANSWER) {
        throw new BdException("bd %s said more than %d bytes".formatted(verb, LARGEST_ANSWER));
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BdException("bd %s was interrupted".formatted(verb), e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// Errors are JSON, mostly on one stream and sometimes on the other.
  private static String words(byte[] stderr, byte[] stdout) {
    var text = new String(stderr.length > 0 ? stderr : stdout, StandardCharsets.UTF_8).strip();
    try {
      var error = Json.tree(text).path("error").asText();
      return error.isEmpty() ? "no reason given" : error;
    } catch (IllegalArgumentException _) {
      return text.lines().reduce((_, last) -> last).orElse("no reason given");
    }
  }

  private static FutureTask<byte[]> reader(InputStream stream) {
    var task =
        new FutureTask<>(() -> {
          try (stream) {
            var answer = stream.readNBytes(LARGEST_ANSWER);
            stream.transferTo(OutputStream.nullOutputStream());
            return answer;
          }
        });
    Thread.ofVirtual().name("bd-output").start(task);
    return task;
  }
}
