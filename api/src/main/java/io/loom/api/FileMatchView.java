package io.loom.api;

/// A line of a project's repository that contains what was looked for.
///
/// @param line from 1
/// @param text of the line, its end left out when it is long
public record FileMatchView(String path, int line, String text) {}
