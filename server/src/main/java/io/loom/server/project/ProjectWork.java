package io.loom.server.project;

import org.jdbi.v3.core.Handle;

/// What a project has to do, as the features above know it. Called inside transactions.
public interface ProjectWork {
  /// How many beads of the project are not closed.
  long openBeads(Handle queries, String projectId);

  /// How many runs of the project have not ended.
  long openRuns(Handle queries, String projectId);

  /// Ends whatever is under way: the project is deleted in this transaction.
  void abandon(Handle transaction, String actor, String projectId);
}
