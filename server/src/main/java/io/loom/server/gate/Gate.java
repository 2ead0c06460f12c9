package io.loom.server.gate;

import io.loom.server.action.ProjectCommands;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.weaver.ExecRequest;
import io.loom.weaver.ExecResult;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverPlatform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Runs a project's build and tests on a clean checkout of a commit. Safe for many threads: a few
/// gates run at once, the others wait.
public final class Gate {
  private static final System.Logger LOG = System.getLogger(Gate.class.getName());
  private static final int TAIL = 6_000;

  private record Command(String what, String line) {}

  private final WeaverPlatform platform;
  private final WorkspaceSpecs specs;
  private final Mirrors mirrors;
  private final Limits limits;
  private final Semaphore running;

  /// @param timeout for all commands of one gate together
  public Gate(
      WeaverPlatform platform,
      WorkspaceSpecs specs,
      Mirrors mirrors,
      Duration timeout,
      int mostAtOnce) {
    this.platform = platform;
    this.specs = specs;
    this.mirrors = mirrors;
    this.limits = specs.limits().withTime(timeout);
    this.running = new Semaphore(mostAtOnce, true);
  }

  /// Proves a commit that is in the project's mirror.
  public GateResult prove(GateRequest request) throws InterruptedException {
    var commands = commandsFor(request);
    if (commands.isEmpty()) {
      return new GateResult.Green(
          false, "The project has no build or test command: unverified, it only applies cleanly.");
    }
    running.acquire();
    try {
      return inWeaver(request, commands);
    } catch (WeaverException | GitException e) {
      return new GateResult.Broken("The gate could not run: " + e.getMessage());
    } finally {
      running.release();
      discard(request.id());
    }
  }

  private static List<Command> commandsFor(GateRequest request) {
    ProjectCommands commands = request.commands();
    if (commands.build().isEmpty() && commands.test().isEmpty()) {
      return List.of();
    }
    return List.of(
            new Command("setup", commands.setup()),
            new Command("build", commands.build()),
            new Command("test", commands.test()))
        .stream()
        .filter(command -> !command.line().isEmpty())
        .toList();
  }

  private void discard(String id) {
    try {
      platform.delete(id);
    } catch (WeaverException e) {
      LOG.log(System.Logger.Level.WARNING, "weaver {0} of a gate is left: {1}", id, e.getMessage());
    }
  }

  private GateResult inWeaver(GateRequest request, List<Command> commands)
      throws WeaverException, GitException, InterruptedException {
    platform.delete(request.id());
    var spec = specs.of(request.id(), request.projectId(), request.egress());
    mirrors.of(request.projectId()).checkout(spec.workspace(), request.commit());
    platform.create(spec);
    long deadline = System.nanoTime() + limits.time().toNanos();
    for (var command : commands) {
      var left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
      var result =
          platform.exec(request.id(), ExecRequest.shell(limits.withTime(left), command.line()));
      if (!result.succeeded()) {
        return new GateResult.Red(describe(command, result));
      }
    }
    return new GateResult.Green(true, "Build and tests are green.");
  }

  private static String describe(Command command, ExecResult result) {
    var ending =
        switch (result.ending()) {
          case EXITED -> "exit code " + result.exitCode();
          case TIMED_OUT -> "it ran out of time";
          case OUT_OF_MEMORY -> "it ran out of memory";
          case NOT_STARTED -> "it could not be started";
        };
    return "The %s command `%s` failed: %s.\n%s"
        .formatted(command.what(), command.line(), ending, tail(result));
  }

  private static String tail(ExecResult result) {
    var output =
        (new String(result.stdout(), StandardCharsets.UTF_8)
                + "\n"
                + new String(result.stderr(), StandardCharsets.UTF_8))
            .strip();
    return output.length() <= TAIL ? output : "[…]\n" + output.substring(output.length() - TAIL);
  }
}
