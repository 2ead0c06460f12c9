package io.loom.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks for a new project. `name`, `gitRepo` and `branch` are required.
///
/// @param id derived from the name when it is absent
/// @param beadsPath `.beads` when it is absent
/// @param beadPrefix derived from the id when it is absent
/// @param gitAuthMethod guessed from the address when it is absent
/// @param gitCredentialId the name of the project's secret for `token` and `basic`
/// @param gitConfigOptions `http.proxy` and `http.sslCAInfo`
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
    @Nullable String gitCredentialId,
    @Nullable Map<String, String> gitConfigOptions) {}
