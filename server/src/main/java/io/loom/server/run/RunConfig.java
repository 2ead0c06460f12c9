package io.loom.server.run;

import java.time.Duration;

/// How runs are worked on.
///
/// @param leaseTime how long a run and its bead stay with a server that says nothing
/// @param coolDown before a bead whose run failed may be dispatched again
/// @param turnTimeout for one answer of the model
/// @param mostAtOnce workers of this server
public record RunConfig(
    RunLimits limits,
    Duration leaseTime,
    Duration coolDown,
    Duration turnTimeout,
    int mostAtOnce) {}
