package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Moves an agent into a project or out of it.
///
/// @param action `assign`, which is meant when it is absent, or `unassign`
public record AssignAgentRequest(@Nullable String agentId, @Nullable String action) {}
