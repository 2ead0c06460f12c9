package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Why a bead is closed, opened again or given to agents again.
///
/// @param force closes it though beads below it or before it are open
public record ReasonRequest(@Nullable String reason, @Nullable Boolean force) {}
