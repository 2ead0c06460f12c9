package io.loom.server.agent;

import org.jspecify.annotations.Nullable;

/// Wanted changes to an agent. What is absent stays; an empty provider means whichever is usable.
public record AgentUpdate(
    @Nullable String name, @Nullable String personaName, @Nullable String providerId) {
  Agent applyTo(Agent agent, String role) {
    return new Agent(
        agent.id(),
        name == null || name.isBlank() ? agent.name() : name.strip(),
        role,
        newPersona(agent),
        newProvider(agent),
        agent.projectId(),
        agent.status(),
        agent.currentBead(),
        agent.startedAt(),
        agent.lastActiveAt(),
        agent.createdBy());
  }

  String newPersona(Agent agent) {
    return personaName == null || personaName.isBlank()
        ? agent.personaName()
        : PersonaLibrary.fullName(personaName);
  }

  private @Nullable String newProvider(Agent agent) {
    if (providerId == null) {
      return agent.providerId();
    }
    return providerId.isBlank() ? null : providerId;
  }
}
