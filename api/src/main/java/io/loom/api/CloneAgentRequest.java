package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Asks for an agent like another one, with a persona of its own.
///
/// @param newPersonaName the folder of its persona, in lower case letters, digits and hyphens
/// @param newAgentName as people read it; the title of its role if absent
/// @param sourcePersona what is copied; the other agent's persona if absent
/// @param replace whether the other agent goes; it does if absent
public record CloneAgentRequest(
    @Nullable String newPersonaName,
    @Nullable String newAgentName,
    @Nullable String sourcePersona,
    @Nullable Boolean replace) {}
