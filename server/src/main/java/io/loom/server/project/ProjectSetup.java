package io.loom.server.project;

import org.jdbi.v3.core.Handle;

/// Whoever prepares what a project needs outside the database, such as its clone. Called after the
/// commit; it must not block: it wakes a loop.
public interface ProjectSetup {
  /// There is a new project.
  void created(Project project);

  /// Its settings, or how its repository is reached, are not what they were.
  void changed(Project project);

  /// It is gone; what was prepared for it is of no use any more.
  void deleted(String projectId);

  /// A project is being made, in this transaction.
  ///
  /// @param actor who makes it, as events name him
  default void making(Handle transaction, String actor, Project project) {}
}
