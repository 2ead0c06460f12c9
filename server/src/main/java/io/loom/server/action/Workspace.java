package io.loom.server.action;

import io.loom.base.ByteSize;
import io.loom.weaver.ExecRequest;
import io.loom.weaver.ExecResult;
import io.loom.weaver.FileContent;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The workspace of one weaver, as actions reach it.
///
/// @param limits of the project's commands
record Workspace(WeaverPlatform platform, String weaverId, Limits limits) {
  private static final Duration LOOK_TIME = Duration.ofSeconds(60);
  private static final ByteSize LOOK_OUTPUT = ByteSize.ofMebibytes(2);

  FileContent read(String path, long maxBytes) throws WeaverException, InterruptedException {
    return platform.read(weaverId, WorkspacePath.normal(path), maxBytes);
  }

  void write(String path, byte[] content) throws WeaverException, InterruptedException {
    platform.write(weaverId, WorkspacePath.normal(path), content);
  }

  /// Runs one of our own short commands, with narrow limits.
  ExecResult look(Map<String, String> environment, List<String> command, byte[] input)
      throws WeaverException, InterruptedException {
    return platform.exec(weaverId, new ExecRequest(command, "", environment, input, lookLimits()));
  }

  ExecResult look(List<String> command) throws WeaverException, InterruptedException {
    return look(Map.of(), command, new byte[0]);
  }

  ExecResult run(ExecRequest request) throws WeaverException, InterruptedException {
    return platform.exec(weaverId, request);
  }

  private Limits lookLimits() {
    var time = limits.time().compareTo(LOOK_TIME) < 0 ? limits.time() : LOOK_TIME;
    var output = limits.output().bytes() < LOOK_OUTPUT.bytes() ? limits.output() : LOOK_OUTPUT;
    return new Limits(time, output, limits.memory(), limits.cpus(), limits.processes());
  }

  /// What a command of ours said, for the model, when it failed.
  static ActionOutcome failed(ExecResult result, String what) {
    var said = (OutputText.of(result.stderr()) + OutputText.of(result.stdout())).strip();
    var why =
        switch (result.ending()) {
          case EXITED -> said.isEmpty() ? "exit code " + result.exitCode() : said;
          case TIMED_OUT -> "it took longer than %d s".formatted(result.time().toSeconds());
          case OUT_OF_MEMORY -> "out of memory";
          case NOT_STARTED -> "the program is not there: " + said;
        };
    var full = what + " failed: " + why;
    return new ActionOutcome(
        false,
        OutputCut.command(full, OutputCut.COMMAND),
        OutputCut.journal(full),
        result.exitCode(),
        result.ending());
  }
}
