package io.loom.server.project;

import java.time.Instant;

/// What somebody said about a project.
public record ProjectComment(
    String id, String projectId, String authorId, String comment, Instant createdAt) {}
