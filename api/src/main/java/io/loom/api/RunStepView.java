package io.loom.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step of a run.
///
/// @param kind `prepare`, `turn`, `action`, `gate`, `merge`, `rebase` or `ask`
/// @param status `started` or `done`
/// @param text what came of it, as the agent saw it
/// @param result everything that is kept of it
public record RunStepView(
    String runId,
    int n,
    String kind,
    String name,
    String status,
    boolean ok,
    String text,
    @Nullable Object request,
    @Nullable Object result,
    double costUsd,
    Instant startedAt,
    @Nullable Instant endedAt) {}
