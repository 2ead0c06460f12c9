package io.loom.api;

import org.jspecify.annotations.Nullable;

/// A comment to be made.
public record NewComment(@Nullable String content) {}
