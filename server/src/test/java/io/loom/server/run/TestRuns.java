package io.loom.server.run;

import java.time.Instant;

/// Runs for tests of pure code.
final class TestRuns {
  private TestRuns() {}

  static Run run(String id) {
    return new Run(
        id,
        "demo-1",
        "demo",
        "agent-1",
        "provider",
        "model",
        RunState.ACTIVE,
        0,
        1,
        1,
        1,
        Instant.EPOCH,
        "run",
        null,
        null,
        null,
        null,
        0,
        0,
        0,
        0,
        TestJournal.NOON,
        TestJournal.NOON,
        null);
  }
}
