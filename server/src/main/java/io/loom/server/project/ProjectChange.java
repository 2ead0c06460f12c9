package io.loom.server.project;

import io.loom.api.DecisionView;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

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

  /// Some of its beads are not closed, so somebody has to decide.
  record DecisionRequired(Project project, long beads, DecisionView decision)
      implements ProjectChange {}

  /// The project that it should be a part of is not there, or is a part of it.
  record NoSuchParent(String id) implements ProjectChange {}

  /// There are things that would be lost with it.
  ///
  /// @param things how many of each kind, by plural names
  record NotEmpty(Map<String, Long> things) implements ProjectChange {
    public NotEmpty {
      things = Collections.unmodifiableMap(new TreeMap<>(things));
    }
  }

  /// Some of its runs have not ended.
  record OpenRuns(long runs) implements ProjectChange {}
}
