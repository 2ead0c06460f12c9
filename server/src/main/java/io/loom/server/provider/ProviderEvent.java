package io.loom.server.provider;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// A provider was registered, updated or deleted.
///
/// @param model the model that is asked; blank when there is none
/// @param lastHeartbeatError what is wrong with it, if anything
record ProviderEvent(
    @JsonIgnore EventType type,
    String providerId,
    String name,
    String providerType,
    String endpoint,
    String model,
    String status,
    @Nullable String lastHeartbeatError)
    implements Event {
  static ProviderEvent of(EventType type, Provider provider) {
    var configured = provider.configured();
    return new ProviderEvent(
        type,
        provider.id(),
        configured.name(),
        configured.type().wireName(),
        configured.endpoint(),
        provider.model(),
        provider.health().status().wireName(),
        provider.health().error());
  }

  @Override
  public String subject() {
    return providerId;
  }

  @Override
  public @Nullable String projectId() {
    return null;
  }
}
