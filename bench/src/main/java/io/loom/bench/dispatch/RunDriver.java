package io.loom.bench.dispatch;

import io.loom.server.merge.Merge;
import io.loom.server.run.RunService;
import org.jdbi.v3.core.Handle;

/// Ends runs as the merge queue does: the bead is closed with a commit, the agent is idle again.
final class RunDriver {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private final BenchWorld world;
  private final RunService runs;

  RunDriver(BenchWorld world) {
    this.world = world;
    this.runs = world.runs();
  }

  void end(Lease lease) {
    world.database().change(handle -> end(handle, lease));
  }

  private void end(Handle transaction, Lease lease) {
    runs.merged(
        transaction,
        new Merge(
            "merge-" + lease.runId(),
            lease.projectId(),
            "main",
            lease.runId(),
            0,
            lease.beadId(),
            COMMIT,
            COMMIT,
            COMMIT,
            true,
            null,
            world.clock().instant()),
        COMMIT);
  }
}
