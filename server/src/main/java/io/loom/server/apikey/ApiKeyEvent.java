package io.loom.server.apikey;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What happens to API keys, for the event log.
sealed interface ApiKeyEvent extends Event {
  String apiKeyId();

  @Override
  default String subject() {
    return apiKeyId();
  }

  @Override
  default @Nullable String projectId() {
    return null;
  }

  /// A key was made.
  record Created(
      String apiKeyId, String userId, String name, String keyPrefix, Set<String> permissions)
      implements ApiKeyEvent {
    @Override
    public EventType type() {
      return EventType.API_KEY_CREATED;
    }
  }

  /// A key was revoked.
  record Revoked(String apiKeyId, String userId, String name) implements ApiKeyEvent {
    @Override
    public EventType type() {
      return EventType.API_KEY_REVOKED;
    }
  }
}
