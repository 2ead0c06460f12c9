package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Who wants to work on a bead.
public record ClaimRequest(@Nullable String agentId) {}
