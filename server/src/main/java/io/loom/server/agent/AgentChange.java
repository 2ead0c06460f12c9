package io.loom.server.agent;

/// What came of changing or removing one agent.
public sealed interface AgentChange {
  /// @param agent as it is now, or as it was when it was removed
  record Changed(Agent agent) implements AgentChange {}

  /// It has a bead, and what was asked for must wait until it is free.
  record Busy(Agent agent) implements AgentChange {}

  /// Somebody else made it, and who asks may not remove what others made.
  record NotMaker() implements AgentChange {}

  /// It is in another project than was said, or in none.
  record NotInProject() implements AgentChange {}

  record NoSuchAgent() implements AgentChange {}

  record NoSuchPersona(String personaName) implements AgentChange {}

  record NoSuchProject(String projectId) implements AgentChange {}
}
