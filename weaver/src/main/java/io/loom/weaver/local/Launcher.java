package io.loom.weaver.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Starts the outer processes of sandboxes so that none outlives the server, not even one that is
/// killed at once. Safe for many threads.
///
/// The kernel ends such a process when the *thread* that started it ends. A virtual thread's
/// carrier ends when it has been idle for a while, so one thread of our own starts them all.
final class Launcher implements AutoCloseable {
  /// The first check is for a server that died before the kernel was asked to watch it.
  private static final String OUTER =
      """
      [ "$PPID" = "$1" ] || exit 1
      shift
      while [ "$1" != -- ]; do
        echo 0 > "$1/cgroup.procs" || exit 1
        shift
      done
      shift
      exec "$@"
      """;

  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("weaver-starter").factory());
  private final String parent = Long.toString(ProcessHandle.current().pid());

  /// @param environment all that the process gets
  /// @param groups control groups that it joins before it starts
  /// @throws IOException when the system cannot start a process
  Process start(List<String> command, Map<String, String> environment, List<Path> groups)
      throws IOException, InterruptedException {
    var whole = new ArrayList<String>();
    whole.addAll(List.of(HostPrograms.path("setpriv"), "--pdeathsig", "KILL", "--"));
    whole.addAll(List.of("/bin/sh", "-c", OUTER, "loom-outer", parent));
    groups.forEach(group -> whole.add(group.toString()));
    whole.add("--");
    whole.addAll(command);
    var builder = new ProcessBuilder(whole);
    builder.directory(Path.of("/").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", HostPrograms.SEARCH_PATH);
    builder.environment().putAll(environment);
    var starting = starter.submit(builder::start);
    try {
      return starting.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new IOException(cause.getMessage(), cause);
      }
      throw new IllegalStateException("cannot start " + command.getFirst(), e);
    } catch (InterruptedException e) {
      // The process may be there already, or come to be in a moment.
      starter.execute(() -> endWhenStarted(starting));
      throw e;
    }
  }

  private static void endWhenStarted(Future<Process> starting) {
    if (starting.state() == Future.State.SUCCESS) {
      starting.resultNow().destroyForcibly();
    }
  }

  /// Ends the thread, and so whatever it started and was not ended before.
  @Override
  public void close() {
    starter.shutdownNow();
  }
}
