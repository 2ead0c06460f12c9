package io.loom.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a project's base worktree stands.
///
/// @param hasGit whether the repository was fetched and checked out
/// @param lastCommitHash the newest commit of the branch that Loom has seen
/// @param workCommit the commit that the worktree is at
/// @param unpushed whether it has commits that the branch has not
/// @param changes that are not committed
public record GitStatusView(
    String projectId,
    boolean hasGit,
    @Nullable String workDir,
    String branch,
    String gitRepo,
    @Nullable String lastCommitHash,
    @Nullable Instant lastSyncAt,
    String gitAuthMethod,
    @Nullable String workCommit,
    boolean unpushed,
    List<FileChangeView> changes) {}
