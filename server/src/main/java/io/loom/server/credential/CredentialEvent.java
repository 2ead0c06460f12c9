package io.loom.server.credential;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.loom.api.EventType;
import io.loom.server.event.Event;

/// What happens to the keys of a project, for the event log.
sealed interface CredentialEvent extends Event {
  @Override
  String projectId();

  @Override
  default String subject() {
    return projectId();
  }

  /// A deploy key was made, took the place of another, or ended.
  record KeyChanged(@JsonIgnore EventType type, String projectId, String fingerprint)
      implements CredentialEvent {}

  /// The keys of a project's hosts were forgotten.
  record HostKeysForgotten(String projectId, int count) implements CredentialEvent {
    @Override
    public EventType type() {
      return EventType.HOST_KEYS_FORGOTTEN;
    }
  }
}
