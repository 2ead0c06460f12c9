package io.loom.server.member;

import io.loom.api.EventType;
import io.loom.server.event.Event;

/// What happens to the members of projects, for the event log.
sealed interface MemberEvent extends Event {
  String userId();

  @Override
  String projectId();

  @Override
  default String subject() {
    return userId();
  }

  /// A user joined, or has another role.
  record Changed(String projectId, String userId, String username, String role)
      implements MemberEvent {
    @Override
    public EventType type() {
      return EventType.MEMBER_CHANGED;
    }
  }

  /// A user left.
  record Removed(String projectId, String userId, String username) implements MemberEvent {
    @Override
    public EventType type() {
      return EventType.MEMBER_REMOVED;
    }
  }
}
