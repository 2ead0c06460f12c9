package io.loom.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A point in time that a project works towards.
///
/// @param type `release`, `sprint_end`, `quarterly_review`, `annual_review` or `custom`
/// @param status `planned`, `in_progress`, `complete`, `missed` or `cancelled`
public record MilestoneView(
    String id,
    String projectId,
    String name,
    String description,
    String type,
    String status,
    @Nullable Instant dueDate,
    @Nullable Instant startDate,
    @Nullable Instant completedAt,
    Instant createdAt) {}
