package io.loom.api;

import java.time.Instant;

/// What the dispatcher does.
///
/// @param state `active` or `parked`
/// @param reason why it is parked, or what it does
public record SystemStatusView(String state, String reason, Instant updatedAt) {}
