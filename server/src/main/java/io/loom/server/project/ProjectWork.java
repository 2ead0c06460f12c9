package io.loom.server.project;

import io.loom.api.DecisionView;
import io.loom.server.reach.Actor;
import org.jdbi.v3.core.Handle;

/// What a project has to do, as the features above know it. Called inside transactions.
public interface ProjectWork {
  /// How many beads of the project are not closed.
  long openBeads(Handle queries, String projectId);

  /// How many runs of the project have not ended.
  long openRuns(Handle queries, String projectId);

  /// Ends whatever is under way: the project is deleted in this transaction.
  void abandon(Handle transaction, String actor, String projectId);

  /// Asks whether a project with open work shall be closed. While the question waits for its answer
  /// it is not asked again. When somebody answers `yes`, whoever asked calls
  /// [ProjectService#closeAnyway].
  DecisionView askToClose(Handle transaction, Actor actor, Project project, long openBeads);

  /// Where the project's base worktree is on this machine; empty when there is none.
  String workDir(String projectId);
}
