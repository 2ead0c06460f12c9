package io.loom.api;

import java.time.Instant;

/// What somebody said about a project.
public record ProjectCommentView(
    String id, String projectId, String authorId, String comment, Instant timestamp) {}
