package io.loom.server.git;

/// What came of a push. Loom never forces one.
public sealed interface PushOutcome {
  record Pushed() implements PushOutcome {}

  /// Somebody else changed the branch since it was fetched.
  record BranchMoved() implements PushOutcome {}

  /// The remote says no: no access, protected, checked out there, unreachable.
  record Refused(String reason) implements PushOutcome {}
}
