package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Asks for a new agent.
///
/// @param personaName `namespace/name`, or the name of one in `default`; required
/// @param projectId required
/// @param providerId absent means whichever provider is usable
public record CreateAgentRequest(
    @Nullable String name,
    @Nullable String personaName,
    @Nullable String role,
    @Nullable String projectId,
    @Nullable String providerId) {}
