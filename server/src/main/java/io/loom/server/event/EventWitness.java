package io.loom.server.event;

import org.jdbi.v3.core.Handle;

/// Is there when an event is appended, in the same transaction: what it writes comes and goes with
/// the event.
public interface EventWitness {
  EventWitness NONE = (_, _, _) -> {};

  /// @param actor as events name him
  void appended(Handle transaction, String actor, Event event);
}
