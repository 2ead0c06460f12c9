package io.loom.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether agents can work on a project.
///
/// @param readinessIssues the messages of `readinessDetails`
/// @param readinessCheckedAt absent when it was never looked at
public record ReadinessView(
    String projectId,
    boolean readinessOk,
    List<String> readinessIssues,
    List<ReadinessIssueView> readinessDetails,
    @Nullable Instant readinessCheckedAt) {}
