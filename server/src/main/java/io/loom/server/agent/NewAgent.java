package io.loom.server.agent;

import org.jspecify.annotations.Nullable;

/// An agent that somebody wants.
///
/// @param name as people read it; blank means the title of its role
/// @param personaName `namespace/name`; a name without a namespace is one of `default`
/// @param role absent means the persona's
public record NewAgent(
    String name,
    String personaName,
    @Nullable String role,
    @Nullable String projectId,
    @Nullable String providerId) {
  static final int LONGEST_NAME = 200;

  public NewAgent {
    if (personaName.isBlank()) {
      throw new IllegalArgumentException("an agent has a persona");
    }
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("name is longer than %d".formatted(LONGEST_NAME));
    }
    personaName = PersonaLibrary.fullName(personaName);
  }
}
