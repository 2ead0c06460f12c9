package io.loom.api;

import java.util.List;

/// A commit with what it changes against its first parent.
///
/// @param truncated whether the diff was longer
public record GitCommitDetailView(
    GitCommitView commit, List<FileChangeView> files, String diff, boolean truncated) {}
