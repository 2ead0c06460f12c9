package io.loom.server.user;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// What happens to users, for the event log.
sealed interface UserEvent extends Event {
  String userId();

  @Override
  default String subject() {
    return userId();
  }

  @Override
  default @Nullable String projectId() {
    return null;
  }

  /// A user was created.
  record Created(String userId, String username, String role) implements UserEvent {
    @Override
    public EventType type() {
      return EventType.USER_CREATED;
    }
  }

  /// A user changed.
  ///
  /// @param passwordChanged whether he has another password since
  record Updated(
      String userId, String username, String role, boolean isActive, boolean passwordChanged)
      implements UserEvent {
    static Updated of(User user, boolean passwordChanged) {
      return new Updated(
          user.id(), user.username(), user.role().wireName(), user.isActive(), passwordChanged);
    }

    @Override
    public EventType type() {
      return EventType.USER_UPDATED;
    }
  }

  /// A user was removed.
  record Deleted(String userId, String username) implements UserEvent {
    @Override
    public EventType type() {
      return EventType.USER_DELETED;
    }
  }
}
