package io.loom.server.organisation;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// What happens to organisations, for the event log.
sealed interface OrganisationEvent extends Event {
  String organisationId();

  @Override
  default String subject() {
    return organisationId();
  }

  @Override
  default @Nullable String projectId() {
    return null;
  }

  /// An organisation was created.
  record Created(String organisationId, String name) implements OrganisationEvent {
    @Override
    public EventType type() {
      return EventType.ORGANISATION_CREATED;
    }
  }

  /// An organisation has another name or members.
  ///
  /// @param userId whose place changed; absent when it is the name
  /// @param role his new one; absent when he left
  record Updated(String organisationId, String name, @Nullable String userId, @Nullable String role)
      implements OrganisationEvent {
    @Override
    public EventType type() {
      return EventType.ORGANISATION_UPDATED;
    }
  }

  /// An organisation was removed.
  record Deleted(String organisationId, String name) implements OrganisationEvent {
    @Override
    public EventType type() {
      return EventType.ORGANISATION_DELETED;
    }
  }
}
