package io.loom.server;

import io.loom.server.bead.BeadService;
import io.loom.server.project.ProjectWork;
import io.loom.server.run.RunService;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What projects ask of the features above them, which are made later.
final class OpenWork implements ProjectWork {
  private volatile @Nullable BeadService beads;
  private volatile @Nullable RunService runs;

  void follow(BeadService beadService, RunService runService) {
    this.beads = beadService;
    this.runs = runService;
  }

  @Override
  public long openBeads(Handle queries, String projectId) {
    var service = beads;
    return service == null ? 0 : service.countOpen(queries, projectId);
  }

  @Override
  public long openRuns(Handle queries, String projectId) {
    var service = runs;
    return service == null ? 0 : service.countOpen(queries, projectId);
  }

  @Override
  public void abandon(Handle transaction, String actor, String projectId) {
    var service = runs;
    if (service != null) {
      service.stopAll(transaction, actor, projectId);
    }
  }
}
