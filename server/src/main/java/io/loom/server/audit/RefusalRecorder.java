package io.loom.server.audit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.loom.base.ReconcileLoop;
import io.loom.ground.database.Database;
import io.loom.ground.http.Refusal;
import io.loom.ground.http.RefusalListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes down refused requests, so many a minute: a flood must not fill the disk. Those alike are
/// counted together, and what is too much is counted without saying who it was. Safe for many
/// threads.
///
/// They are written soon after the answer, so that a refusal costs no transaction. A crash in that
/// moment loses them.
final class RefusalRecorder implements RefusalListener, AutoCloseable {
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int MOST = 60;
  private static final int MOST_WAITING = 1_000;

  /// Refusals that only their number tells apart.
  private record Kind(
      AuditRecord.Actor actor,
      AuditRecord.Target target,
      String projectId,
      String address,
      String method,
      String route,
      int status) {
    static Kind of(Refusal refusal) {
      var path = RefusedPath.of(refusal);
      return new Kind(
          AuditRecorder.of(refusal.caller()),
          path.target(),
          path.projectId(),
          refusal.address(),
          path.method(),
          refusal.route(),
          refusal.status());
    }

    /// What stands for all that are too many to be told apart.
    Kind anybody() {
      return new Kind(
          new AuditRecord.Actor("several", "", "", ""),
          new AuditRecord.Target("request", ""),
          "",
          "",
          method,
          "",
          status);
    }
  }

  /// @param requestId of the first
  private record Count(long number, String requestId) {
    Count plus(Count more) {
      return new Count(number + more.number(), requestId);
    }
  }

  private final Database database;
  private final AuditTrail trail;
  private final InstantSource clock;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Map<Kind, Count> waiting = new LinkedHashMap<>();

  @GuardedBy("lock")
  private Instant periodStart = Instant.EPOCH;

  @GuardedBy("lock")
  private int written;

  private final ReconcileLoop loop;

  private RefusalRecorder(Database database, AuditTrail trail, InstantSource clock) {
    this.database = database;
    this.trail = trail;
    this.clock = clock;
    this.loop = ReconcileLoop.start("audit-refusals", INTERVAL, this::pass);
  }

  static RefusalRecorder start(Database database, AuditTrail trail, InstantSource clock) {
    return new RefusalRecorder(database, trail, clock);
  }

  @Override
  public void refused(Refusal refusal) {
    var kind = Kind.of(refusal);
    var one = new Count(1, refusal.requestId());
    synchronized (lock) {
      boolean isRoom = waiting.containsKey(kind) || waiting.size() < MOST_WAITING;
      waiting.merge(isRoom ? kind : kind.anybody(), one, Count::plus);
    }
    loop.wake();
  }

  private void pass() {
    write(take(MOST));
  }

  /// What may be written now.
  private List<Map.Entry<Kind, Count>> take(int most) {
    synchronized (lock) {
      var now = clock.instant();
      if (!periodStart.plus(PERIOD).isAfter(now)) {
        periodStart = now;
        written = 0;
      }
      var taken = new ArrayList<Map.Entry<Kind, Count>>();
      var rest = waiting.entrySet().iterator();
      while (rest.hasNext() && written < most) {
        var entry = rest.next();
        taken.add(Map.entry(entry.getKey(), entry.getValue()));
        rest.remove();
        written++;
      }
      return taken;
    }
  }

  private void write(List<Map.Entry<Kind, Count>> counted) {
    if (!counted.isEmpty()) {
      database.change(transaction ->
          counted.forEach(it ->
              trail.add(
                  transaction,
                  it.getKey().actor(),
                  "request.refused",
                  it.getKey().target(),
                  it.getKey().projectId(),
                  AuditRecord.REFUSED,
                  new AuditRecord.Origin(
                      it.getKey().address(),
                      it.getValue().requestId(),
                      it.getKey().method(),
                      it.getKey().route()),
                  it.getValue().number(),
                  AuditDetail.of(Map.of("status", it.getKey().status())))));
    }
  }

  @Override
  public void close() {
    loop.close();
    write(take(Integer.MAX_VALUE));
  }
}
