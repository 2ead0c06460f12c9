package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Something in a folder of a project's repository.
///
/// @param type `file`, `dir`, `symlink` or `submodule`
/// @param depth below the folder that was asked for; 1 for what lies in it
/// @param size in bytes, of files
public record FileEntryView(String path, String type, int depth, @Nullable Long size) {}
