package io.loom.api;

import org.jspecify.annotations.Nullable;

/// How one thing is that the server depends on.
///
/// @param status `healthy`, `degraded`, `unhealthy` or `unknown`
public record DependencyView(String status, @Nullable String message, long latencyMs) {}
