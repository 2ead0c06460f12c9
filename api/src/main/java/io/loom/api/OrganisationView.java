package io.loom.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An organisation, as the API shows it.
///
/// @param isPersonal whether it came with a user and goes with him
/// @param role of the caller: `owner`, `admin` or `member`; absent when he is none of them
public record OrganisationView(
    String id,
    String name,
    boolean isPersonal,
    @Nullable String role,
    Instant createdAt,
    Instant updatedAt) {}
