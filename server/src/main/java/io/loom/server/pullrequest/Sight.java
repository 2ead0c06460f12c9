package io.loom.server.pullrequest;

import io.loom.server.forge.ForgeChecks;
import io.loom.server.forge.ForgePull.Mergeable;
import org.jspecify.annotations.Nullable;

/// What the last look at an open pull request found.
///
/// @param detail what keeps it from being handed on, if something does
record Sight(ForgeChecks.Result checks, Mergeable mergeable, @Nullable String detail) {}
