package io.loom.server.git;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Runs the `git` program with an argument array and an environment of its own: no configuration of
/// the machine, no hooks, no prompts. Safe for many threads; calls block.
final class Git {
  private static final Pattern CREDENTIALS = Pattern.compile("(://)[^/@\\s]+@");
  private static final List<String> SETTINGS =
      List.of(
          "-c", "core.hooksPath=/dev/null",
          "-c", "protocol.ext.allow=never",
          "-c", "gc.auto=0",
          "-c", "maintenance.auto=false",
          "-c", "core.fsmonitor=false",
          "-c", "core.quotePath=false",
          "-c", "advice.detachedHead=false",
          "-c", "init.defaultBranch=main");

  private static final String TELLING =
      "(fatal|error|ERROR|remote| !|ssh:|No .* host key|Host key|.*Permission denied).*";

  private final Path home;
  private final Duration timeout;
  private final PrivateFolders folders;

  /// @param home a folder of its own that stands in for the user's home
  Git(Path home, Duration timeout) {
    this.home = home;
    this.timeout = timeout;
    this.folders = new PrivateFolders(home.resolve("remotes"));
  }

  /// Removes what commands of a server left that was killed.
  void sweep() {
    folders.sweep();
  }

  /// How a command ended.
  @SuppressWarnings("ArrayRecordComponent") // read once, by whoever ran the command
  record Output(int exitCode, byte[] stdout, String stderr) {
    String text() {
      return new String(stdout, StandardCharsets.UTF_8).stripTrailing();
    }
  }

  /// @throws GitException when git says no
  String run(Path folder, String... arguments) throws GitException {
    return checked(attempt(folder, Map.of(), new byte[0], List.of(arguments)), arguments).text();
  }

  /// Runs a command that talks to a remote.
  ///
  /// @throws GitException when git says no
  String run(Path folder, Remote remote, String... arguments) throws GitException {
    return checked(attempt(folder, remote, List.of(arguments)), arguments).text();
  }

  /// Runs a command that talks to a remote.
  Output attempt(Path folder, Remote remote, List<String> arguments) throws GitException {
    try (var session = RemoteSession.open(folders, remote)) {
      var inherited = RemoteSession.inherited(remote);
      return attempt(folder, session.environment(), inherited, new byte[0], arguments);
    }
  }

  Output checked(Output output, String... arguments) throws GitException {
    if (output.exitCode() != 0) {
      throw new GitException(
          "git %s: %s".formatted(arguments[0], lastWords(output)),
          RemoteFailure.of(output.stderr()).orElse(null));
    }
    return output;
  }

  /// The lines in which git says what is wrong.
  static String lastWords(Output output) {
    var lines =
        output
            .stderr()
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("hint:"))
            .toList();
    if (lines.isEmpty()) {
      return "exit code " + output.exitCode();
    }
    var told = lines.stream().filter(line -> line.matches(TELLING)).limit(4).toList();
    return CREDENTIALS
        .matcher(String.join("; ", told.isEmpty() ? List.of(lines.getLast()) : told))
        .replaceAll("$1***@");
  }

  Output attempt(Path folder, Map<String, String> environment, byte[] input, List<String> arguments)
      throws GitException {
    return attempt(folder, environment, Set.of(), input, arguments);
  }

  /// @param inherited variables of the server's own environment that stay
  private Output attempt(
      Path folder,
      Map<String, String> environment,
      Set<String> inherited,
      byte[] input,
      List<String> arguments)
      throws GitException {
    try {
      var process = command(folder, environment, inherited, arguments).start();
      return await(process, input, arguments.getFirst());
    } catch (IOException e) {
      throw new GitException("git cannot be run: " + e.getMessage(), e);
    }
  }

  /// Reads what a command prints, and stops reading when it has seen enough.
  interface OutputReader<T> {
    T read(InputStream stdout) throws IOException;
  }

  /// Lets somebody read what a command prints while it prints it. The command is ended when the
  /// reader returns early, so that giant output costs neither memory nor time.
  <T> T stream(Path folder, List<String> arguments, OutputReader<T> reader) throws GitException {
    try {
      var process = command(folder, Map.of(), Set.of(), arguments).start();
      var guard = Thread.ofVirtual().name("git-guard").start(() -> endInTime(process));
      try (var stdout = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
        process.getOutputStream().close();
        var stderr = reader(process.getErrorStream());
        var result = reader.read(stdout);
        if (stdout.read() < 0) {
          int exit = process.waitFor();
          var words = new String(stderr.get(), StandardCharsets.UTF_8);
          checked(new Output(exit, new byte[0], words), arguments.getFirst());
        }
        return result;
      } finally {
        end(process);
        guard.interrupt();
      }
    } catch (IOException | ExecutionException e) {
      throw new GitException("git cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException("git %s was interrupted".formatted(arguments.getFirst()), e);
    }
  }

  private void endInTime(Process process) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        end(process);
      }
    } catch (InterruptedException _) {
      // The command has been read to its end.
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private ProcessBuilder command(
      Path folder, Map<String, String> environment, Set<String> inherited, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add("git");
    command.addAll(SETTINGS);
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    var variables = builder.environment();
    var path = variables.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.keySet().retainAll(inherited);
    variables.putAll(environment(path));
    variables.putAll(environment);
    return builder;
  }

  private Map<String, String> environment(String path) {
    var variables = new HashMap<String, String>();
    variables.put("PATH", path);
    variables.put("HOME", home.toString());
    variables.put("LC_ALL", "C.UTF-8");
    variables.put("GIT_CONFIG_NOSYSTEM", "1");
    variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
    variables.put("GIT_TERMINAL_PROMPT", "0");
    variables.put("GIT_ASKPASS", "/bin/false");
    variables.put("GIT_SSH_COMMAND", "/bin/false");
    return variables;
  }

  private Output await(Process process, byte[] input, String name)
      throws IOException, GitException {
    var stdout = reader(process.getInputStream());
    var stderr = reader(process.getErrorStream());
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // git ended before it read everything; its exit code and words say why.
    }
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        var words = "git %s took longer than %s".formatted(name, timeout);
        throw new GitException(words, RemoteFailure.of(words).orElse(null));
      }
      return new Output(
          process.exitValue(), stdout.get(), new String(stderr.get(), StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException("git %s was interrupted".formatted(name), e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      end(process);
    }
  }

  private static FutureTask<byte[]> reader(InputStream stream) {
    var task =
        new FutureTask<>(() -> {
          try (stream) {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    Thread.ofVirtual().name("git-output").start(task);
    return task;
  }
}
