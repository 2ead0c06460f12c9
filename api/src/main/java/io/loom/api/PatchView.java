package io.loom.api;

import org.jspecify.annotations.Nullable;

/// What came of a patch.
///
/// @param output what git says of it
/// @param commit that holds the change, if it was applied
public record PatchView(
    boolean applied, String output, @Nullable String branch, @Nullable String commit) {}
