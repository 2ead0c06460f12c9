package io.loom.api;

import org.jspecify.annotations.Nullable;

/// A message that joins a run's next turn.
public record NudgeRequest(@Nullable String text) {}
