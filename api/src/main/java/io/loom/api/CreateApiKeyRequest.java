package io.loom.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for an API key.
///
/// @param permissions what it may do, at most what the caller may
/// @param expiresIn in seconds; absent or 0 means never
/// @param userId of the service user it acts for; absent means the caller
public record CreateApiKeyRequest(
    @Nullable String name,
    @Nullable List<String> permissions,
    @Nullable Long expiresIn,
    @Nullable String userId) {}
