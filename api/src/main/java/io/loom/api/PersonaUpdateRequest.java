package io.loom.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The wanted text of a persona's file: either all of it, or the values to change.
///
/// @param content the whole file; then nothing else counts
/// @param description in its place `character` is taken too
/// @param instructions in its place `mission` is taken too
/// @param metadata its keys are added to those of the file
public record PersonaUpdateRequest(
    @Nullable String content,
    @Nullable String description,
    @Nullable String character,
    @Nullable String instructions,
    @Nullable String mission,
    @Nullable String license,
    @Nullable String compatibility,
    @Nullable String tone,
    @Nullable String autonomyLevel,
    @Nullable List<String> focusAreas,
    @Nullable Map<String, Object> metadata) {}
