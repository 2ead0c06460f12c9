package io.loom.server;

import io.loom.server.bead.Bead;
import io.loom.server.bead.file.BeadDocument;
import java.time.Instant;
import java.util.Map;

/// Beads for tests of pure code, as the database would hand them out.
public final class TestBeads {
  private TestBeads() {}

  /// @param line as in `issues.jsonl`
  public static Bead bead(String projectId, String line) {
    return bead(projectId, line, 0);
  }

  /// @param dispatches how many runs took it before
  public static Bead bead(String projectId, String line, int dispatches) {
    return new Bead(
        BeadDocument.parse(line).id(),
        projectId,
        BeadDocument.parse(line),
        false,
        Map.of(),
        1,
        dispatches,
        Instant.EPOCH,
        null,
        null,
        0,
        null,
        null,
        null,
        0,
        null);
  }
}
