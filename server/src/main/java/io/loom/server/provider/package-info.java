/// The model providers: which there are, how they are, and the client that asks them.
///
/// `ProviderService` keeps the registry, `ProviderLoop` probes each one and `ProviderHealth`
/// decides what a probe means. `ModelClient` makes one attempt of one call; when to try again is
/// for the caller, who keeps the time and the request bytes. API keys are in the vault, under
/// `<id>-api-key`.
@NullMarked
package io.loom.server.provider;

import org.jspecify.annotations.NullMarked;
