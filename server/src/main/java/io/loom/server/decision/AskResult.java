package io.loom.server.decision;

/// What came of a question of a person.
public sealed interface AskResult {
  /// It waits for an answer; or it was asked before.
  record Asked(Decision decision) implements AskResult {}

  /// There is another question of this id.
  record IdTaken(String id) implements AskResult {}

  record NoSuchProject(String projectId) implements AskResult {}

  record NoSuchBead(String beadId) implements AskResult {}
}
