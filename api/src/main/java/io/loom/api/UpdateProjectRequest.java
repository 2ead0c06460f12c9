package io.loom.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes a project. What is absent or empty stays.
///
/// @param status only what it is already: closing and reopening have routes of their own
/// @param context added by key; an empty value removes its key
/// @param parentId empty removes it, and so does an empty `gitCredentialId`
/// @param gitConfigOptions `http.proxy` and `http.sslCAInfo`, added by key, as `attributes` are; an
///   empty value removes its key
/// @param protectedBranches `["default"]` brings back the usual ones
/// @param dueDate a time before 1970 removes it
public record UpdateProjectRequest(
    @Nullable String name,
    @Nullable String gitRepo,
    @Nullable String branch,
    @Nullable String beadsPath,
    @Nullable String status,
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
    @Nullable Instant dueDate) {}
