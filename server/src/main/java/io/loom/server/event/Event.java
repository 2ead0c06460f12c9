package io.loom.server.event;

import io.loom.api.EventType;
import org.jspecify.annotations.Nullable;

/// Something that happened, named in the past tense. A record whose components are the event's data
/// on the wire.
public interface Event {
  EventType type();

  /// The id of what it happened to.
  String subject();

  /// The project it happened in, if in one.
  @Nullable String projectId();
}
