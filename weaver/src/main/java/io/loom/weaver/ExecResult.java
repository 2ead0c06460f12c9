package io.loom.weaver;

import java.time.Duration;

/// How a command ended, and what it printed.
///
/// @param exitCode the command's own; 128 + signal when one killed it, 124 when its time was up
/// @param stdout at most `limits.output` bytes: the head and the tail when more was printed
/// @param dropped bytes printed on either stream and not kept
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record ExecResult(
    Ending ending, int exitCode, byte[] stdout, byte[] stderr, long dropped, Duration time) {
  public ExecResult {
    stdout = stdout.clone();
    stderr = stderr.clone();
  }

  /// Why a command ended. Names are stored: add, never rename.
  public enum Ending {
    EXITED,
    TIMED_OUT,
    OUT_OF_MEMORY,
    /// The program could not be started: not found, not executable.
    NOT_STARTED
  }

  public boolean succeeded() {
    return ending == Ending.EXITED && exitCode == 0;
  }

  @Override
  public byte[] stdout() {
    return stdout.clone();
  }

  @Override
  public byte[] stderr() {
    return stderr.clone();
  }
}
