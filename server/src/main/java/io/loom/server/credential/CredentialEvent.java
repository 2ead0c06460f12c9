package io.loom.server.credential;

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

  /// A project got its first key.
  record KeyCreated(String projectId, String fingerprint) implements CredentialEvent {
    @Override
    public EventType type() {
      return EventType.DEPLOY_KEY_CREATED;
    }
  }

  /// A project got another key.
  record KeyRotated(String projectId, String fingerprint) implements CredentialEvent {
    @Override
    public EventType type() {
      return EventType.DEPLOY_KEY_ROTATED;
    }
  }

  /// A key works no more.
  record KeyEnded(String projectId, String fingerprint) implements CredentialEvent {
    @Override
    public EventType type() {
      return EventType.DEPLOY_KEY_ENDED;
    }
  }

  /// The keys of a project's hosts were forgotten.
  record HostKeysForgotten(String projectId, int count) implements CredentialEvent {
    @Override
    public EventType type() {
      return EventType.HOST_KEYS_FORGOTTEN;
    }
  }
}
