package io.loom.api;

import java.time.Instant;
import java.util.List;

/// A commit of a project's repository.
///
/// @param subject the first line of the message
public record GitCommitView(
    String sha,
    List<String> parents,
    String authorName,
    String authorEmail,
    Instant authoredAt,
    String committerName,
    Instant committedAt,
    String subject,
    String message) {}
