package io.loom.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An API key, as lists show it.
///
/// @param keyPrefix its first characters
/// @param userId whom it acts for
/// @param isActive whether it has not expired
/// @param lastUsed to some seconds; absent before the first use
public record ApiKeyView(
    String id,
    String name,
    String keyPrefix,
    String userId,
    List<String> permissions,
    boolean isActive,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsed) {}
