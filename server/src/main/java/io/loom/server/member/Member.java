package io.loom.server.member;

import java.time.Instant;

/// A user's place in a project.
public record Member(
    String projectId, String userId, String username, MemberRole role, Instant createdAt) {}
