package io.loom.api;

import java.time.Instant;

/// A program that waits to be let in.
///
/// @param address where it runs, as the server sees it
/// @param userAgent what it says about itself
public record DeviceView(String address, String userAgent, Instant createdAt, Instant expiresAt) {}
