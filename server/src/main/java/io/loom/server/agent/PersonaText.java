package io.loom.server.agent;

import io.loom.api.PersonaUpdateRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The text of a persona's file after a request: what the request leaves out stays as it was.
final class PersonaText {
  private PersonaText() {}

  static String of(String name, @Nullable Persona before, PersonaUpdateRequest request) {
    var content = request.content();
    if (content != null) {
      return content;
    }
    var head = new LinkedHashMap<String, Object>();
    head.put("name", name);
    if (before != null) {
      head.putAll(before.frontMatter());
    }
    put(head, "description", first(request.description(), request.character()));
    put(head, "license", request.license());
    put(head, "compatibility", request.compatibility());
    put(head, "tone", request.tone());
    var metadata = metadata(before, request);
    if (!metadata.isEmpty()) {
      head.put("metadata", metadata);
    }
    @Nullable String mission = first(request.instructions(), request.mission());
    if (mission == null) {
      mission = before == null ? "" : before.mission();
    }
    return PersonaFile.write(head, mission);
  }

  private static Map<Object, Object> metadata(
      @Nullable Persona before, PersonaUpdateRequest request) {
    var metadata = new LinkedHashMap<Object, Object>();
    if (before != null) {
      metadata.putAll(before.metadata());
    }
    if (request.metadata() != null) {
      metadata.putAll(request.metadata());
    }
    if (request.autonomyLevel() != null) {
      metadata.put("autonomy_level", request.autonomyLevel());
    }
    if (request.focusAreas() != null) {
      metadata.put("specialties", request.focusAreas());
    }
    return metadata;
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }

  private static void put(Map<String, Object> head, String key, @Nullable String value) {
    if (value != null) {
      head.put(key, value);
    }
  }
}
