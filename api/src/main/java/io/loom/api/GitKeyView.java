package io.loom.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The deploy key of a project.
///
/// @param publicKey to register at the git server, with the right to write
/// @param rotated whether the request made it
/// @param fingerprint by which git servers show it
/// @param lastUsedAt when a git server was last seen to take it; absent when never
/// @param previousFingerprint of the key before it, while that one works too
/// @param previousUntil when the key before it ends even if the new one was not seen to work
/// @param instructions where to register the key
public record GitKeyView(
    String projectId,
    String authMethod,
    String publicKey,
    boolean rotated,
    String fingerprint,
    Instant createdAt,
    @Nullable Instant lastUsedAt,
    @Nullable String previousFingerprint,
    @Nullable Instant previousUntil,
    String instructions) {}
