package io.loom.server.git;

import java.nio.file.Path;
import java.time.Duration;

/// @param root folder of mirrors and base worktrees
/// @param timeout how long one git command may take
/// @param authorName of commits that Loom makes
public record GitConfig(Path root, Duration timeout, String authorName, String authorEmail) {}
