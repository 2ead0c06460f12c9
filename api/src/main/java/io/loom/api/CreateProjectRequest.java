package io.loom.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks for a new project. `name`, `gitRepo` and `branch` are required; `gitRepo` may also be
/// called `github_url`.
///
/// @param id derived from the name when it is absent
/// @param beadsPath `.beads` when it is absent
/// @param beadPrefix derived from the id when it is absent
/// @param gitAuthMethod guessed from the address when it is absent
/// @param gitCredentialId the name of the project's secret for `token` and `basic`
/// @param gitConfigOptions `http.proxy` and `http.sslCAInfo`
/// @param parentId of the project that it is a part of
/// @param protectedBranches names and globs of branches that nobody pushes to directly
/// @param attributes free, by dotted keys such as `ui.color`
public record CreateProjectRequest(
    @Nullable String id,
    @Nullable String name,
    @Nullable String gitRepo,
    @Nullable String branch,
    @Nullable String beadsPath,
    @Nullable String beadPrefix,
    @Nullable String gitAuthMethod,
    @Nullable String gitStrategy,
    @Nullable Boolean isPerpetual,
    @Nullable Boolean isSticky,
    @Nullable Map<String, String> context,
    @Nullable String githubUrl,
    @Nullable String parentId,
    @Nullable String gitCredentialId,
    @Nullable Map<String, String> gitConfigOptions,
    @Nullable List<String> protectedBranches,
    @Nullable Map<String, Object> attributes,
    @Nullable Instant dueDate,
    @Nullable List<MilestoneRequest> milestones) {}
