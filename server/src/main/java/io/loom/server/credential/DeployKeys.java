package io.loom.server.credential;

import org.jspecify.annotations.Nullable;

/// The keys of one project.
///
/// @param previous absent when there is no rotation under way
public record DeployKeys(DeployKey current, @Nullable DeployKey previous) {}
