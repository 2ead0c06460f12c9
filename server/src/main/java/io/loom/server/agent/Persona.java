package io.loom.server.agent;

import io.loom.server.reach.Actor;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A character that an agent can play, as its file tells.
///
/// @param name `namespace/name`, also the folders its file lies in
/// @param role normalised; the file's `metadata.role`, else its name
/// @param autonomyLevel `full`, `semi` or `supervised`
/// @param focusAreas the file's `metadata.specialties`
/// @param mission the Markdown under the front matter: what the agent is told
/// @param frontMatter every key of the file's head, unknown ones too, without null values
/// @param file relative to the library's folder
public record Persona(
    String name,
    String description,
    String role,
    String autonomyLevel,
    List<String> focusAreas,
    String mission,
    Map<String, Object> frontMatter,
    String file,
    Instant updatedAt) {
  public Persona {
    focusAreas = List.copyOf(focusAreas);
    // Not Map.copyOf: a file that is written back keeps the order of its keys.
    frontMatter = Collections.unmodifiableMap(new LinkedHashMap<>(frontMatter));
  }

  /// Whether somebody may know of it: those of a project are there for who reaches the project.
  boolean isWithin(Actor actor) {
    var parts = name.split("/", 3);
    return !parts[0].equals(PersonaLibrary.PROJECTS) || actor.reaches(parts[1]);
  }

  /// A text of the front matter, empty when it has none under this key.
  public String text(String key) {
    return frontMatter.get(key) instanceof String text ? text : "";
  }

  /// What the file says under `metadata`.
  public Map<?, ?> metadata() {
    return frontMatter.get("metadata") instanceof Map<?, ?> metadata ? metadata : Map.of();
  }
}
