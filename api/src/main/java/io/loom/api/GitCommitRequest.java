package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Asks to commit what was changed in a project's base worktree.
///
/// @param authorName the caller, if it is absent; given together with the mail or not at all
public record GitCommitRequest(
    @Nullable String message, @Nullable String authorName, @Nullable String authorEmail) {}
