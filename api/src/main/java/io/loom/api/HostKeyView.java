package io.loom.api;

import java.time.Instant;

/// The key by which a project knows a git server.
///
/// @param host `name`, or `[name]:port`
/// @param type such as `ssh-ed25519`
/// @param pinnedAt when the server showed it first
public record HostKeyView(String host, String type, String fingerprint, Instant pinnedAt) {}
