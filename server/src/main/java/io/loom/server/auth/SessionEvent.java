package io.loom.server.auth;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// What happens to sessions, for the event log.
sealed interface SessionEvent extends Event {
  @Override
  default @Nullable String projectId() {
    return null;
  }

  /// Somebody signed in.
  record Started(String userId, String username, String sessionId, String address)
      implements SessionEvent {
    @Override
    public EventType type() {
      return EventType.SESSION_STARTED;
    }

    @Override
    public String subject() {
      return userId;
    }
  }

  /// Somebody could not sign in.
  ///
  /// @param username empty when there is no such user: people type passwords there by mistake
  /// @param reason `password`, `inactive`, `first-password`, `too-many` or `sso`; public, never
  ///   renamed
  /// @param unlogged how many more there were since the last such event
  record Refused(String username, String address, String reason, long unlogged)
      implements SessionEvent {
    @Override
    public EventType type() {
      return EventType.SESSION_REFUSED;
    }

    @Override
    public String subject() {
      return username.isEmpty() ? "unknown" : username;
    }
  }

  /// Sessions of a user ended.
  ///
  /// @param sessionId absent when it concerns several
  /// @param reason `logout`, `revoked`, `password` or `user`; public, never renamed
  record Ended(String userId, @Nullable String sessionId, String reason) implements SessionEvent {
    @Override
    public EventType type() {
      return EventType.SESSION_ENDED;
    }

    @Override
    public String subject() {
      return userId;
    }
  }
}
