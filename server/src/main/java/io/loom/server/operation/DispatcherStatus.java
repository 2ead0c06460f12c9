package io.loom.server.operation;

import java.time.Instant;

/// What the dispatcher last did.
///
/// @param active whether it gives out work; else it is parked
/// @param reason why it is parked, or what it does
public record DispatcherStatus(boolean active, String reason, Instant updatedAt) {}
