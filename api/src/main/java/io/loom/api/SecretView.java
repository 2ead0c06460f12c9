package io.loom.api;

import java.time.Instant;

/// A secret without its value.
///
/// @param scope `org`, `project` or `weaver`
/// @param currentVersion 1 for the first value
public record SecretView(
    String id,
    String scope,
    String scopeId,
    String name,
    String description,
    int currentVersion,
    String createdBy,
    Instant createdAt,
    String updatedBy,
    Instant updatedAt) {}
