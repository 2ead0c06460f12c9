package io.loom.server.agent;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// An agent was created.
record AgentSpawned(
    String agentId,
    String name,
    String role,
    String personaName,
    String status,
    @Nullable String projectId)
    implements Event {
  static AgentSpawned of(Agent agent) {
    return new AgentSpawned(
        agent.id(),
        agent.name(),
        agent.role(),
        agent.personaName(),
        agent.status().wireName(),
        agent.projectId());
  }

  @Override
  public EventType type() {
    return EventType.AGENT_SPAWNED;
  }

  @Override
  public String subject() {
    return agentId;
  }
}
