package io.loom.server.audit;

import static java.lang.System.Logger.Level.ERROR;

import io.loom.base.ReconcileLoop;
import io.loom.ground.database.Database;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;

/// Puts records into the chain after they are committed.
///
/// A record has no place before that, so it does not matter in which order transactions commit:
/// what is seen late gets a later place. Several servers on one database take turns at the head.
/// Where the chain or a record was tampered with, nothing is built upon it: records stay out of the
/// chain, and [AuditVerifier] says why.
final class AuditSealer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(AuditSealer.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int PORTION = 1_000;

  /// Those that come soon after one another are sealed together.
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Database database;
  private final AuditRepository records;
  private final AuditSeals seals;
  private final AuditTrail trail;
  private final ReconcileLoop loop;

  /// The newest place that this server has seen; the loop's thread only, and who closes it.
  private volatile long seen;

  /// What was complained of last, so that it is not said again.
  private volatile String complaint = "";

  private AuditSealer(
      Database database, AuditRepository records, AuditSeals seals, AuditTrail trail) {
    this.database = database;
    this.records = records;
    this.seals = seals;
    this.trail = trail;
    database.change(this::begin);
    this.loop = ReconcileLoop.start("audit-sealer", INTERVAL, this::pass);
    database.afterCommit(loop::wake);
  }

  static AuditSealer start(
      Database database, AuditRepository records, AuditSeals seals, AuditTrail trail) {
    return new AuditSealer(database, records, seals, trail);
  }

  /// A trail that begins anew says so: one that somebody emptied does not look like a new one.
  private void begin(Handle transaction) {
    if (records.lastPlace(transaction) == 0) {
      var mac = seals.ofHead(ChainHead.Kind.LAST, ChainHead.START);
      if (records.insertHead(transaction, ChainHead.Kind.LAST, ChainHead.START, mac)) {
        trail.addOwn(transaction, "audit.begun", Map.of());
      }
    }
  }

  private void pass() {
    if (seal()) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /// What a portion came to.
  ///
  /// @param place the newest in the chain, 0 when it is not to be built upon
  /// @param next the sequence number that the next portion comes after, 0 when this was the last
  private record Portion(long place, long next) {}

  /// @return whether there was anything to do
  private boolean seal() {
    if (database.read(handle -> records.unsealed(handle, 0, 1)).isEmpty()) {
      return false;
    }
    var portion = new Portion(0, 0);
    do {
      var from = portion.next();
      portion = database.write(transaction -> seal(transaction, from));
      seen = Math.max(seen, portion.place());
    } while (portion.next() > 0);
    return true;
  }

  private Portion seal(Handle transaction, long from) {
    var head = records.lockHead(transaction, ChainHead.Kind.LAST, database.dialect());
    if (head.isEmpty() || !isTrue(head.get())) {
      complain("the head of the audit trail is missing or was changed");
      return new Portion(0, 0);
    }
    var before = head.get().head();
    var link = before;
    var waiting = records.unsealed(transaction, from, PORTION);
    for (var record : waiting) {
      link = seal(transaction, link, record);
    }
    if (link.n() > before.n()) {
      var mac = seals.ofHead(ChainHead.Kind.LAST, link);
      records.updateHead(transaction, ChainHead.Kind.LAST, link, mac);
    }
    boolean isFull = waiting.size() == PORTION;
    return new Portion(link.n(), isFull ? waiting.getLast().seq() : 0);
  }

  /// @return the new end of the chain
  private ChainHead seal(Handle transaction, ChainHead last, StoredRecord waiting) {
    var record = waiting.record();
    if (!AuditSeals.areSame(waiting.mac(), seals.ofRecord(record))) {
      complain("the audit record %s was changed, or is not from Loom".formatted(record.id()));
      return last;
    }
    long n = last.n() + 1;
    var hash = seals.ofLink(n, last.hash(), record, waiting.mac());
    records.seal(transaction, record.id(), n, hash);
    return new ChainHead(n, hash);
  }

  private boolean isTrue(ChainHead.Sealed found) {
    return found.head().n() >= seen
        && AuditSeals.areSame(found.mac(), seals.ofHead(ChainHead.Kind.LAST, found.head()));
  }

  private void complain(String what) {
    if (!complaint.equals(what)) {
      complaint = what;
      LOG.log(ERROR, "{0}; see `loom audit verify`", what);
    }
  }

  @Override
  public void close() {
    loop.close();
    seal();
  }
}
