package io.loom.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The settings under `webhooks.`
///
/// @param rules the file that says what events of forges do to beads; absent for the built-in rules
public record WebhooksConfig(@Nullable Path rules) {}
