package io.loom.server.agent;

import io.loom.api.AgentView;
import io.loom.api.PersonaView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Agents and personas as the API shows them.
final class PersonaViews {
  private PersonaViews() {}

  static AgentView view(Agent agent, @Nullable Persona persona) {
    return new AgentView(
        agent.id(),
        agent.name(),
        agent.role(),
        agent.personaName(),
        persona == null ? null : view(persona),
        agent.providerId(),
        agent.status().wireName(),
        agent.currentBead(),
        agent.projectId(),
        agent.startedAt(),
        agent.lastActiveAt());
  }

  static PersonaView view(Persona persona) {
    return new PersonaView(
        persona.name(),
        persona.description(),
        persona.mission(),
        textOrNull(persona, "license"),
        textOrNull(persona, "compatibility"),
        metadata(persona),
        persona.role(),
        persona.description(),
        textOrNull(persona, "tone"),
        persona.focusAreas(),
        persona.autonomyLevel(),
        persona.mission(),
        persona.file(),
        persona.updatedAt());
  }

  private static @Nullable String textOrNull(Persona persona, String key) {
    var text = persona.text(key);
    return text.isEmpty() ? null : text;
  }

  private static Map<String, Object> metadata(Persona persona) {
    var metadata = new LinkedHashMap<String, Object>();
    persona
        .metadata()
        .forEach((key, value) -> {
          if (value != null) {
            metadata.put(String.valueOf(key), value);
          }
        });
    return metadata;
  }
}
