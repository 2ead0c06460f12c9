package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Says something about a project, alone or while closing or opening it.
///
/// @param authorId the caller, if it is absent
public record ProjectCommentRequest(@Nullable String authorId, @Nullable String comment) {}
