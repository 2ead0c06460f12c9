package io.loom.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A persona, as the API shows it.
///
/// @param name `namespace/name`
/// @param instructions the Markdown of its file; `mission` is the same text
/// @param personaFile relative to the folder of personas
public record PersonaView(
    String name,
    String description,
    String instructions,
    @Nullable String license,
    @Nullable String compatibility,
    Map<String, Object> metadata,
    String role,
    String character,
    @Nullable String tone,
    List<String> focusAreas,
    String autonomyLevel,
    String mission,
    String personaFile,
    Instant updatedAt) {}
