package io.loom.bench.dispatch;

import io.loom.api.DecisionView;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectWork;
import io.loom.server.reach.Actor;
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

  @Override
  public DecisionView askToClose(Handle transaction, Actor actor, Project project, long openBeads) {
    throw new IllegalStateException("nobody closes the project of a measurement");
  }

  @Override
  public String workDir(String projectId) {
    return "";
  }
}
