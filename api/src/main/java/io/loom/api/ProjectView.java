package io.loom.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A project, as the API shows it.
///
/// @param status `open`, `closed` or `reopened`
/// @param gitAuthMethod `none`, `ssh`, `token`, `basic` or `git-helper`
/// @param gitStrategy `direct` or `branch-pr`
/// @param gitCredentialId the name of the secret that signs in, if it is not the usual one
/// @param agents the ids of its agents
/// @param lastCommitHash the newest commit of the branch that Loom has seen
/// @param workDir the project's base worktree on the server
/// @param lastSyncAt when the repository was last fetched
/// @param protectedBranches names and globs of branches that nobody pushes to directly
/// @param attributes free, by dotted keys such as `ui.color`
/// @param readinessOk whether agents can work on it
public record ProjectView(
    String id,
    String name,
    String gitRepo,
    String branch,
    String beadsPath,
    String beadPrefix,
    Map<String, String> context,
    String status,
    boolean isPerpetual,
    boolean isSticky,
    List<ProjectCommentView> comments,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant closedAt,
    List<String> agents,
    String gitStrategy,
    String gitAuthMethod,
    @Nullable String gitCredentialId,
    Map<String, String> gitConfigOptions,
    @Nullable String lastCommitHash,
    @Nullable String beadsBranch,
    boolean readinessOk,
    List<ReadinessIssueView> readinessDetails,
    @Nullable String parentId,
    @Nullable Instant dueDate,
    List<MilestoneView> milestones,
    List<String> protectedBranches,
    @Nullable String workDir,
    @Nullable Instant lastSyncAt,
    String schemaVersion,
    Map<String, Object> attributes) {}
