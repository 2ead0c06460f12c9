package io.loom.server.agent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A worker of a project, or of no project yet.
///
/// @param role normalised, such as `qa-engineer`; see [Role]
/// @param personaName `namespace/name` of the persona it plays
/// @param providerId the provider it always uses; without one it uses whichever is usable
/// @param currentBead what it works on, set exactly when its status says that it has a bead
public record Agent(
    String id,
    String name,
    String role,
    String personaName,
    @Nullable String providerId,
    @Nullable String projectId,
    AgentStatus status,
    @Nullable String currentBead,
    Instant startedAt,
    Instant lastActiveAt) {}
