package io.loom.api;

import java.time.Instant;

/// A user's place in a project or an organisation.
public record MemberView(String userId, String username, String role, Instant createdAt) {}
