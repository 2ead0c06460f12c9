package io.loom.server.audit;

import io.loom.base.Ids;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/// Where records are added. They can be read after the commit, and are in the chain soon after it.
/// Safe for many threads.
final class AuditTrail {
  private final AuditRepository records;
  private final AuditSeals seals;
  private final InstantSource clock;
  private final Ids ids;

  AuditTrail(AuditRepository records, AuditSeals seals, InstantSource clock, Ids ids) {
    this.records = records;
    this.seals = seals;
    this.clock = clock;
    this.ids = ids;
  }

  void add(
      Handle transaction,
      AuditRecord.Actor actor,
      String action,
      AuditRecord.Target target,
      String projectId,
      String outcome,
      AuditRecord.Origin origin,
      long count,
      String detail) {
    var record =
        new AuditRecord(
            ids.next(),
            clock.instant(),
            actor,
            action,
            target,
            projectId,
            outcome,
            origin,
            count,
            detail);
    records.insert(transaction, record, seals.ofRecord(record));
  }

  /// Notes something that Loom did to the trail itself.
  void addOwn(Handle transaction, String action, Object detail) {
    add(
        transaction,
        new AuditRecord.Actor("system", "", "", ""),
        action,
        new AuditRecord.Target("audit", "audit"),
        "",
        AuditRecord.ALLOWED,
        AuditRecord.Origin.NONE,
        1,
        AuditDetail.of(detail));
  }
}
