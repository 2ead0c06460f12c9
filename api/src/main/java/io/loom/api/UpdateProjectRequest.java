package io.loom.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes a project. What is absent or empty stays.
///
/// @param status only what it is already: closing and reopening have routes of their own
/// @param context added by key; an empty value removes its key
/// @param gitCredentialId the name of the project's secret for `token` and `basic`
/// @param gitConfigOptions `http.proxy` and `http.sslCAInfo`
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
    @Nullable String gitCredentialId,
    @Nullable Map<String, String> gitConfigOptions) {}
