package io.loom.server.agent;

/// What came of cloning an agent.
public sealed interface CloneResult {
  record Cloned(Agent agent) implements CloneResult {}

  record NoSuchAgent() implements CloneResult {}

  /// The agent works for no project, which a persona of its own would belong to.
  record NoProject() implements CloneResult {}

  record NoSuchPersona(String name) implements CloneResult {}

  /// There is a persona of this name, and it has another text.
  record PersonaTaken(String name) implements CloneResult {}

  record BadPersona(String problem) implements CloneResult {}

  /// It has a bead, so it cannot be replaced.
  record Busy(Agent agent) implements CloneResult {}

  /// Somebody else made it, and who asks may not remove what others made.
  record NotMaker() implements CloneResult {}
}
