package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loom.weaver.ExecRequest;
import io.loom.weaver.ExecResult;
import io.loom.weaver.ExecResult.Ending;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Runs one command of a weaver to its end. Safe for many threads; it keeps no state of its own.
final class CommandRunner {
  private static final int TIMED_OUT_CODE = 124;
  private static final int NOT_STARTED_CODE = 127;

  private final Isolator isolator;
  private final Launcher launcher;
  private final ControlGroups groups;

  CommandRunner(Isolator isolator, Launcher launcher, ControlGroups groups) {
    this.isolator = isolator;
    this.launcher = launcher;
    this.groups = groups;
  }

  ExecResult run(Weaver weaver, ExecRequest request) throws WeaverException, InterruptedException {
    long started = System.nanoTime();
    try (var group = groups.open(weaver.spec(), request.limits());
        var sandbox = start(weaver, request, group)) {
      var streams = SandboxStreams.open(sandbox.process(), request);
      boolean inTime;
      try {
        inTime =
            sandbox
                .process()
                .process()
                .waitFor(request.limits().time().toNanos(), TimeUnit.NANOSECONDS);
      } finally {
        sandbox.process().end();
      }
      streams.await();
      int code = inTime ? sandbox.process().process().exitValue() : TIMED_OUT_CODE;
      return result(weaver, streams, ending(inTime, code, group, streams), code, started);
    } catch (NotStarted e) {
      return notStarted(e, started);
    } catch (IOException e) {
      weaver.requireOpen();
      throw new WeaverException(
          Reason.PLATFORM_FAILED,
          "A command could not be run in weaver %s: %s".formatted(weaver.id(), e.getMessage()),
          e);
    }
  }

  /// Starts a sandbox and leaves its streams to the caller, who closes what it is given.
  Running start(Weaver weaver, ExecRequest request, ControlGroups.Group group)
      throws WeaverException, IOException, InterruptedException {
    InnerCommand inner;
    try {
      inner =
          InnerCommand.of(
              request.command(),
              WorkspacePath.relative(request.directory()),
              weaver.environment(request.environment()),
              groups.limits(Controller.PIDS) ? "" : Integer.toString(request.limits().processes()),
              weaver.forwarder());
    } catch (IllegalArgumentException e) {
      throw new NotStarted(e);
    }
    var around = isolator.around(weaver.layout(), inner.arguments());
    try {
      var process = launcher.start(around, inner.environment(), group.folders());
      return weaver.running(new SandboxProcess(process));
    } catch (IOException | IllegalArgumentException e) {
      // Only the command's own arguments can be too long, or hold what no argument may.
      if (e instanceof IllegalArgumentException
          || String.valueOf(e.getMessage()).contains("error=7")) {
        throw new NotStarted(e);
      }
      throw e;
    }
  }

  private static Ending ending(
      boolean inTime, int code, ControlGroups.Group group, SandboxStreams streams) {
    if (!inTime) {
      return Ending.TIMED_OUT;
    }
    if (code != 0 && group.ranOutOfMemory()) {
      return Ending.OUT_OF_MEMORY;
    }
    boolean refused = (code == 126 || code == 127) && streams.says(InnerCommand.NOT_STARTED);
    return refused ? Ending.NOT_STARTED : Ending.EXITED;
  }

  private static ExecResult result(
      Weaver weaver, SandboxStreams streams, Ending ending, int code, long started)
      throws WeaverException {
    if (!streams.started() && ending == Ending.EXITED) {
      weaver.requireWorkspace();
      throw new WeaverException(
          Reason.PLATFORM_FAILED,
          "The sandbox of weaver %s could not be built: %s"
              .formatted(weaver.id(), streams.errorText()));
    }
    return new ExecResult(
        ending, code, streams.stdout(), streams.stderr(), streams.dropped(), since(started));
  }

  private static ExecResult notStarted(NotStarted refusal, long started) {
    var text = (InnerCommand.NOT_STARTED + refusal.getMessage() + "\n").getBytes(UTF_8);
    return new ExecResult(
        Ending.NOT_STARTED, NOT_STARTED_CODE, new byte[0], text, 0, since(started));
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /// The request itself cannot be carried out, whatever the sandbox.
  static final class NotStarted extends IOException {
    private static final long serialVersionUID = 1;

    NotStarted(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }
}
