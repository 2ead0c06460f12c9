package io.loom.api;

import java.time.Instant;
import java.util.Map;

/// How the server is.
///
/// @param status the worst of its dependencies: `healthy`, `degraded` or `unhealthy`
/// @param metrics `goroutines` are threads, virtual ones that run or wait to run included; memory
///   is in bytes
public record HealthView(
    String status,
    Instant timestamp,
    String instanceId,
    long uptimeSeconds,
    String version,
    Map<String, DependencyView> dependencies,
    Map<String, Number> metrics) {}
