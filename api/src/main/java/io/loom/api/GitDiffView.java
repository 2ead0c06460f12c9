package io.loom.api;

import java.util.List;

/// What differs between two commits.
///
/// @param base the commit that the two have grown from, and that `to` is compared with
/// @param truncated whether the diff was longer
public record GitDiffView(
    String base, String to, List<FileChangeView> files, String diff, boolean truncated) {}
