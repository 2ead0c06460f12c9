package io.loom.api;

import org.jspecify.annotations.Nullable;

/// That a bead is to depend on another.
///
/// @param type `blocks` if it is not said
/// @param gate of a `waits-for`: `any-children`, or all of them if it is not said
public record NewDependency(
    @Nullable String dependsOn, @Nullable String type, @Nullable String gate) {}
