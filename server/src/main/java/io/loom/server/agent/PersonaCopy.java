package io.loom.server.agent;

/// What came of copying a persona for a project.
sealed interface PersonaCopy {
  /// @param name with its folders; it may have been there already, with the same text
  record Done(String name) implements PersonaCopy {}

  record Taken(String name) implements PersonaCopy {}

  record Unusable(PersonaProblem problem) implements PersonaCopy {}
}
