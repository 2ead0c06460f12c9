package io.loom.server.project;

/// What came of changing, closing or deleting a project.
public sealed interface ProjectChange {
  /// @param project as it is now, or as it was when it was deleted
  record Changed(Project project) implements ProjectChange {}

  record NoSuchProject() implements ProjectChange {}

  /// Somebody else made it, and who asks may not delete what others made.
  record NotMaker() implements ProjectChange {}

  /// It is never closed.
  record Perpetual() implements ProjectChange {}

  /// It has the wrong status for this.
  record WrongStatus(ProjectStatus status) implements ProjectChange {}

  /// Some of its beads are not closed.
  record OpenWork(long beads) implements ProjectChange {}

  /// Some of its runs have not ended.
  record OpenRuns(long runs) implements ProjectChange {}
}
