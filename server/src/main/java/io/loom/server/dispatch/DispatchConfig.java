package io.loom.server.dispatch;

import java.time.Duration;

/// @param maxConcurrent runs that this server works on at once
/// @param maxHops dispatches of one bead before people decide
/// @param interval between passes when nothing happens
/// @param blockUnready whether beads of a project that is not ready wait
public record DispatchConfig(
    int maxConcurrent, int maxHops, Duration interval, boolean blockUnready) {}
