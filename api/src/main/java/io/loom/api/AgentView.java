package io.loom.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An agent, as the API shows it.
///
/// @param persona absent when its file is missing or cannot be used
/// @param status `paused`, `idle`, `working`, `deciding` or `blocked`
public record AgentView(
    String id,
    String name,
    String role,
    String personaName,
    @Nullable PersonaView persona,
    @Nullable String providerId,
    String status,
    @Nullable String currentBead,
    @Nullable String projectId,
    Instant startedAt,
    Instant lastActive) {}
