package io.loom.api;

import org.jspecify.annotations.Nullable;

/// What became of a forge's call.
///
/// @param status `received` or `ignored`
/// @param event what the forge calls it, such as `issues`
/// @param reason why it was ignored
public record WebhookView(String status, String event, @Nullable String reason) {}
