package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Names a program that waits, by the code that it shows.
///
/// @param deny true to refuse it; else it is let in, where there is something to decide
public record DeviceCodeRequest(@Nullable String userCode, @Nullable Boolean deny) {}
