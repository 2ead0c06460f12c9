package io.loom.server.agent;

/// What came of the wish for a new agent.
public sealed interface SpawnResult {
  record Spawned(Agent agent) implements SpawnResult {}

  record NoSuchPersona(String personaName) implements SpawnResult {}

  record NoSuchProject(String projectId) implements SpawnResult {}
}
