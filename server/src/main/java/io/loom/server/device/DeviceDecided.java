package io.loom.server.device;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// Somebody let a program sign in as him, or refused it.
///
/// @param address of the program
record DeviceDecided(String userId, boolean approved, String address, String userAgent)
    implements Event {
  @Override
  public EventType type() {
    return EventType.DEVICE_DECIDED;
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
