package io.loom.api;

import java.time.Instant;

/// A branch of a project's repository, as of the last fetch.
public record GitBranchView(
    String name,
    String commit,
    Instant committedAt,
    String subject,
    boolean isDefault,
    boolean isProtected) {}
