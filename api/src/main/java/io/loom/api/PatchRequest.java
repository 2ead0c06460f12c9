package io.loom.api;

import org.jspecify.annotations.Nullable;

/// A change to a project's repository.
///
/// @param patch a unified diff
/// @param message of the commit
/// @param branch that is changed, or made from the project's own; the project's own if absent
public record PatchRequest(
    @Nullable String patch, @Nullable String message, @Nullable String branch) {}
