package io.loom.bench.dispatch;

import io.loom.server.project.ProjectWork;
import org.jdbi.v3.core.Handle;

/// What projects ask before they are closed or deleted. Those of a measurement never are.
final class NoProjectWork implements ProjectWork {
  @Override
  public long openBeads(Handle queries, String projectId) {
    return 0;
  }

  @Override
  public long openRuns(Handle queries, String projectId) {
    return 0;
  }

  @Override
  public void abandon(Handle transaction, String actor, String projectId) {
    // There is nothing to end.
  }
}
