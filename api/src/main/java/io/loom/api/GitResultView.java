package io.loom.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of syncing, committing or pushing a project's base worktree.
///
/// @param changed whether anything is different now
/// @param commit that the worktree is at
/// @param files that were committed, at most a thousand
public record GitResultView(
    boolean success,
    boolean changed,
    String projectId,
    String branch,
    String message,
    @Nullable String commit,
    List<String> files) {}
