package io.loom.weaver.local;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The outer process of one sandbox. Safe for many threads.
///
/// It ends after everything inside has ended: the kernel ends process 1 of a sandbox last, and the
/// outer process waits for that one.
final class SandboxProcess {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Process process;

  SandboxProcess(Process process) {
    this.process = process;
  }

  Process process() {
    return process;
  }

  /// Ends everything inside and waits for it, though it be interrupted.
  void end() {
    boolean interrupted = false;
    while (process.isAlive()) {
      interrupted |= Thread.interrupted();
      process.children().forEach(ProcessHandle::destroyForcibly);
      try {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
