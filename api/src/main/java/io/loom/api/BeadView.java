package io.loom.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bead as clients see it.
///
/// @param priority 0 is the most urgent
/// @param blockedBy beads that are to be closed first, closed ones included
/// @param blocks beads that wait for this one
/// @param tags what `bd` calls labels
/// @param estimatedTime in minutes
/// @param milestoneId the milestone of its project that it is for
/// @param heldBecause why nobody works on it, if it is not closed and nobody does
/// @param heldSince since when; absent when nobody noted it
/// @param verified `verified` or `unverified`, once it is closed with a result
/// @param holder the run that has it
/// @param dispatchCount how many runs have taken it
public record BeadView(
    String id,
    String type,
    String title,
    String description,
    String status,
    int priority,
    String projectId,
    @Nullable String assignedTo,
    List<String> blockedBy,
    List<String> blocks,
    List<String> relatedTo,
    @Nullable String parent,
    List<String> children,
    List<String> tags,
    Map<String, String> context,
    @Nullable String design,
    @Nullable String acceptanceCriteria,
    @Nullable String notes,
    @Nullable Instant dueDate,
    @Nullable Instant deferUntil,
    @Nullable Long estimatedTime,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Instant closedAt,
    @Nullable String closeReason,
    boolean blocked,
    @Nullable String heldBecause,
    @Nullable Instant heldSince,
    @Nullable String verified,
    @Nullable String mergedCommit,
    BigDecimal costUsd,
    @Nullable String holder,
    int dispatchCount,
    int commentCount,
    @Nullable String milestoneId) {}
