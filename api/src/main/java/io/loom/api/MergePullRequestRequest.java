package io.loom.api;

import org.jspecify.annotations.Nullable;

/// How a pull request is to be merged.
///
/// @param method `merge`, `squash` or `rebase`; `merge` without
public record MergePullRequestRequest(@Nullable String method) {}
