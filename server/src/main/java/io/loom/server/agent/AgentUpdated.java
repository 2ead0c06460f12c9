package io.loom.server.agent;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// An agent has another name, persona, provider or project.
record AgentUpdated(
    String agentId,
    String name,
    String role,
    String personaName,
    @Nullable String providerId,
    @Nullable String projectId)
    implements Event {
  static AgentUpdated of(Agent agent) {
    return new AgentUpdated(
        agent.id(),
        agent.name(),
        agent.role(),
        agent.personaName(),
        agent.providerId(),
        agent.projectId());
  }

  @Override
  public EventType type() {
    return EventType.AGENT_UPDATED;
  }

  @Override
  public String subject() {
    return agentId;
  }
}
