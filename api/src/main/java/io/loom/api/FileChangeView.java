package io.loom.api;

import org.jspecify.annotations.Nullable;

/// A file that differs between two commits.
///
/// @param status `A` added, `M` modified, `D` deleted, `T` of another type
/// @param additions lines; absent when the file is binary
public record FileChangeView(
    String path, String status, @Nullable Integer additions, @Nullable Integer deletions) {}
