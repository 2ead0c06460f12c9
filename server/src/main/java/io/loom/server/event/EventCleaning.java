package io.loom.server.event;

import io.loom.base.ReconcileLoop;
import io.loom.ground.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Removes events that are older than they are to be kept, in portions, so that nobody waits long.
public final class EventCleaning implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final int PORTION = 5_000;

  private final Database database;
  private final InstantSource clock;
  private final Duration retention;
  private final ReconcileLoop loop;

  private EventCleaning(Database database, InstantSource clock, @Nullable Duration retention) {
    this.database = database;
    this.clock = clock;
    this.retention = retention == null ? Duration.ZERO : retention;
    this.loop = ReconcileLoop.start("event-cleaning", INTERVAL, this::pass);
  }

  /// @param retention null keeps everything
  public static EventCleaning start(
      Database database, InstantSource clock, @Nullable Duration retention) {
    return new EventCleaning(database, clock, retention);
  }

  private void pass() {
    if (retention.isZero()) {
      return;
    }
    long before = clock.instant().minus(retention).toEpochMilli();
    // Sequence numbers follow time closely enough: the oldest portion is looked at, and no more
    // once
    // something in it is to be kept.
    boolean more = true;
    while (more) {
      more = removePortion(before) == PORTION;
    }
  }

  private int removePortion(long before) {
    return database.write(handle ->
        handle
            .createUpdate(
                """
                DELETE FROM events
                WHERE ts_ms < :before AND seq < (SELECT MIN(seq) FROM events) + :portion
                """)
            .bind("before", before)
            .bind("portion", PORTION)
            .execute());
  }

  @Override
  public void close() {
    loop.close();
  }
}
