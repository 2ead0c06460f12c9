package io.loom.server.event;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import java.time.Duration;
import java.time.InstantSource;

/// The event feature, put together. Whoever makes it closes it.
public record EventFeature(
    EventLog log, EventTail tail, EventStreamHandler stream, EventResource resource)
    implements AutoCloseable {
  public static EventFeature create(
      Database database, InstantSource clock, Ids ids, int tailSize, Duration keepalive) {
    return create(database, clock, ids, tailSize, keepalive, EventWitness.NONE);
  }

  /// @param witness is there when an event is appended
  public static EventFeature create(
      Database database,
      InstantSource clock,
      Ids ids,
      int tailSize,
      Duration keepalive,
      EventWitness witness) {
    var log = new EventLog(clock, ids, database.dialect(), witness);
    var tail = EventTail.start(database, log, tailSize);
    var stream = new EventStreamHandler(tail, keepalive);
    return new EventFeature(log, tail, stream, new EventResource(database, log, stream));
  }

  @Override
  public void close() {
    stream.close();
    tail.close();
  }
}
