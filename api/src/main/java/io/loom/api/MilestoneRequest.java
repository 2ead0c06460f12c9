package io.loom.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A milestone to be made or changed. What is absent or empty stays; a time before 1970 removes
/// one.
///
/// @param name required of a new one
/// @param type `release`, `sprint_end`, `quarterly_review`, `annual_review` or `custom`
/// @param status `planned`, `in_progress`, `complete`, `missed` or `cancelled`
public record MilestoneRequest(
    @Nullable String name,
    @Nullable String description,
    @Nullable String type,
    @Nullable String status,
    @Nullable Instant dueDate,
    @Nullable Instant startDate) {}
