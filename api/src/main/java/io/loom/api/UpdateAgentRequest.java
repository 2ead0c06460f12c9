package io.loom.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes an agent. What is absent stays.
///
/// @param providerId empty means whichever provider is usable
/// @param persona refused, with a pointer to the persona's own route: its text is the same for all
///   agents that play it
public record UpdateAgentRequest(
    @Nullable String name,
    @Nullable String personaName,
    @Nullable String providerId,
    @Nullable Map<String, Object> persona) {}
