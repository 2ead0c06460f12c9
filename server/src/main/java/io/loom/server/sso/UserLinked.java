package io.loom.server.sso;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// Somebody whom a provider of single sign-on knows is a user from now on.
///
/// @param ssoSubject his name there
record UserLinked(String userId, String username, String issuer, String ssoSubject)
    implements Event {
  @Override
  public EventType type() {
    return EventType.USER_LINKED;
  }

  @Override
  public String subject() {
    return userId;
  }

  @Override
  public @Nullable String projectId() {
    return null;
  }
}
