package io.loom.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a project stands.
///
/// @param openBeads how many of its beads are not closed
/// @param readinessIssues the messages of `readinessDetails`
/// @param readinessCheckedAt absent when it was never looked at
public record ProjectStateView(
    String id,
    String name,
    String status,
    boolean isPerpetual,
    boolean isSticky,
    long openBeads,
    boolean canClose,
    boolean readinessOk,
    List<String> readinessIssues,
    List<ReadinessIssueView> readinessDetails,
    @Nullable Instant readinessCheckedAt,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant closedAt,
    int commentsCount) {}
