package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Whether people can sign in at a provider of single sign-on.
///
/// @param label of the button, when enabled
/// @param loginUrl where the button leads, when enabled; it takes `return_to`
public record SsoView(boolean enabled, @Nullable String label, @Nullable String loginUrl) {}
