package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Asks for an organisation, or gives one another name.
public record OrganisationRequest(@Nullable String name) {}
