package io.loom.server.audit;

import io.loom.base.ReconcileLoop;
import io.loom.ground.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Removes records that are older than they are to be kept, from the beginning of the chain. Where
/// it begins then is sealed first, so that nobody else can take records away like this.
final class AuditRetention implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final int PORTION = 5_000;

  private final Database database;
  private final AuditRepository records;
  private final AuditSeals seals;
  private final AuditTrail trail;
  private final InstantSource clock;
  private final Duration retention;
  private final ReconcileLoop loop;

  private AuditRetention(
      Database database,
      AuditRepository records,
      AuditSeals seals,
      AuditTrail trail,
      InstantSource clock,
      Duration retention) {
    this.database = database;
    this.records = records;
    this.seals = seals;
    this.trail = trail;
    this.clock = clock;
    this.retention = retention;
    this.loop = ReconcileLoop.start("audit-retention", INTERVAL, this::pass);
  }

  /// @param retention null keeps everything
  static AuditRetention start(
      Database database,
      AuditRepository records,
      AuditSeals seals,
      AuditTrail trail,
      InstantSource clock,
      @Nullable Duration retention) {
    return new AuditRetention(
        database, records, seals, trail, clock, retention == null ? Duration.ZERO : retention);
  }

  private void pass() {
    if (retention.isZero()) {
      return;
    }
    database.change(this::cut);
    while (database.write(transaction -> records.deleteCut(transaction, PORTION)) == PORTION) {
      // The next portion, so that nobody waits long.
    }
  }

  private void cut(Handle transaction) {
    var none =
        new ChainHead.Sealed(ChainHead.START, seals.ofHead(ChainHead.Kind.CUT, ChainHead.START));
    records.insertHead(transaction, ChainHead.Kind.CUT, none.head(), none.mac());
    var found = records.lockHead(transaction, ChainHead.Kind.CUT, database.dialect()).orElse(none);
    var before = clock.instant().minus(retention);
    long n = records.lastPlaceBefore(transaction, before.toEpochMilli());
    boolean isTrue =
        AuditSeals.areSame(found.mac(), seals.ofHead(ChainHead.Kind.CUT, found.head()));
    if (!isTrue || n <= found.head().n()) {
      return;
    }
    var last = records.sealedAfter(transaction, n - 1, 1).getFirst();
    var cut = new ChainHead(n, String.valueOf(last.hash()));
    records.updateHead(transaction, ChainHead.Kind.CUT, cut, seals.ofHead(ChainHead.Kind.CUT, cut));
    trail.addOwn(transaction, "audit.cut", Map.of("up_to", n, "before", before.toString()));
  }

  @Override
  public void close() {
    loop.close();
  }
}
