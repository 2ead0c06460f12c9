package io.loom.server.organisation;

import java.time.Instant;

/// A user's place in an organisation.
public record OrganisationMember(
    String organisationId,
    String userId,
    String username,
    OrganisationRole role,
    Instant createdAt) {}
