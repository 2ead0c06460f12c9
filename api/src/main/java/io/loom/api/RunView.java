package io.loom.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One agent's work on one bead.
///
/// @param state `active`, `paused`, `waiting`, `merging` or `ended`
/// @param reason why it waits or ended, as a name
/// @param detail the same in words
/// @param nextTryAt when a step that failed is tried again
public record RunView(
    String id,
    String beadId,
    String projectId,
    String agentId,
    String providerId,
    String model,
    String state,
    @Nullable String reason,
    @Nullable String detail,
    int hop,
    int attempt,
    int turns,
    double costUsd,
    long promptTokens,
    long completionTokens,
    @Nullable String baseCommit,
    @Nullable String resultCommit,
    @Nullable Instant nextTryAt,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {}
