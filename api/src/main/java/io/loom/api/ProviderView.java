package io.loom.api;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A provider as everybody who may see it sees it: without its API key.
///
/// @param model the one that is asked; empty when there is none
/// @param configuredModel as registered
/// @param selectedModel as taken from the provider's list
/// @param selectionReason why this model
/// @param requiresKey whether an API key is kept for it, under `keyId`
/// @param status `pending`, `active`, `healthy`, `error` (tried again soon) or `failed`
/// @param lastHeartbeatError what is wrong, in plain words; absent while it works
/// @param failingSince when that began
/// @param nextHeartbeatAt when it is looked at again
/// @param costPerMtoken the higher of the two prices
public record ProviderView(
    String id,
    String name,
    String type,
    String endpoint,
    String model,
    String configuredModel,
    String selectedModel,
    String selectionReason,
    String description,
    boolean requiresKey,
    @Nullable String keyId,
    boolean isShared,
    String status,
    @Nullable Instant lastHeartbeatAt,
    @Nullable Long lastHeartbeatLatencyMs,
    @Nullable String lastHeartbeatError,
    @Nullable Instant failingSince,
    Instant nextHeartbeatAt,
    int contextWindow,
    boolean supportsStreaming,
    BigDecimal costPerMtoken,
    BigDecimal promptUsdPerMtoken,
    BigDecimal completionUsdPerMtoken,
    Instant createdAt,
    Instant updatedAt) {}
