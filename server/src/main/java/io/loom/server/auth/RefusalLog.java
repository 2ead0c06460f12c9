package io.loom.server.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.loom.ground.database.Database;
import io.loom.ground.http.Peer;
import io.loom.server.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Puts failed sign-ins into the event log, so many a minute: a flood must not fill the disk. Safe
/// for many threads.
final class RefusalLog {
  private static final int MOST = 20;
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Database database;
  private final EventLog events;
  private final InstantSource clock;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private Instant periodStart = Instant.EPOCH;

  @GuardedBy("lock")
  private int logged;

  @GuardedBy("lock")
  private long unlogged;

  RefusalLog(Database database, EventLog events, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  /// @param username empty when nobody has it
  /// @param reason as in [SessionEvent.Refused]
  void add(String username, Peer peer, String reason) {
    long skipped;
    synchronized (lock) {
      var now = clock.instant();
      if (!periodStart.plus(PERIOD).isAfter(now)) {
        periodStart = now;
        logged = 0;
      }
      if (logged == MOST) {
        unlogged++;
        return;
      }
      logged++;
      skipped = unlogged;
      unlogged = 0;
    }
    var event = new SessionEvent.Refused(username, peer.address(), reason, skipped);
    database.change(handle -> events.append(handle, "system", event));
  }
}
