package io.loom.api;

import java.time.Instant;
import java.util.Map;

/// Whether the server takes requests that change something.
public record ReadyView(
    boolean ready, Instant timestamp, Map<String, DependencyView> dependencies) {}
