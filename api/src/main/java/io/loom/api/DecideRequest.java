package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Answers a question.
///
/// @param deciderId the caller, if it is absent
/// @param decision required; one of the options, if there are any
public record DecideRequest(
    @Nullable String deciderId, @Nullable String decision, @Nullable String rationale) {}
