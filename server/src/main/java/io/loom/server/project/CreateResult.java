package io.loom.server.project;

/// What came of the wish for a new project.
public sealed interface CreateResult {
  record Created(Project project) implements CreateResult {}

  /// There is a project with this id.
  record IdTaken(String id) implements CreateResult {}

  /// The project that it should be a part of is not there.
  record NoSuchParent(String id) implements CreateResult {}
}
