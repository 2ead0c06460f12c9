package io.loom.server.milestone;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A point in time that a project works towards.
///
/// @param type one of [#TYPES]; stored and public, never renamed
/// @param status one of [#STATUSES], likewise
/// @param completedAt when its status became `complete`
public record Milestone(
    String id,
    String projectId,
    String name,
    String description,
    String type,
    String status,
    @Nullable Instant dueDate,
    @Nullable Instant startDate,
    @Nullable Instant completedAt,
    Instant createdAt) {
  public static final Set<String> TYPES =
      Set.of("release", "sprint_end", "quarterly_review", "annual_review", "custom");
  public static final Set<String> STATUSES =
      Set.of("planned", "in_progress", "complete", "missed", "cancelled");
}
