package io.loom.server.audit;

import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.http.RefusalListener;
import io.loom.server.event.EventWitness;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The audit feature, put together. Whoever makes it closes it: after all that may still change
/// something, so that this too is in the chain.
public final class AuditFeature implements AutoCloseable {
  /// Where the vault keeps the key of the trail.
  public static final String KEY_ID = "loom-audit-key";

  private final AuditRecorder recorder;
  private final RefusalRecorder refusals;
  private final AuditSealer sealer;
  private final AuditRetention retention;
  private final AuditResource resource;

  private AuditFeature(
      AuditRecorder recorder,
      RefusalRecorder refusals,
      AuditSealer sealer,
      AuditRetention retention,
      AuditResource resource) {
    this.recorder = recorder;
    this.refusals = refusals;
    this.sealer = sealer;
    this.retention = retention;
    this.resource = resource;
  }

  /// @param key that seals the trail
  /// @param retention how long records are kept; null keeps all
  public static AuditFeature create(
      Secret key, @Nullable Duration retention, Database database, InstantSource clock, Ids ids) {
    var records = new AuditRepository();
    var seals = new AuditSeals(key);
    var trail = new AuditTrail(records, seals, clock, ids);
    return new AuditFeature(
        new AuditRecorder(trail),
        RefusalRecorder.start(database, trail, clock),
        AuditSealer.start(database, records, seals, trail),
        AuditRetention.start(database, records, seals, trail, clock, retention),
        new AuditResource(new AuditPages(database), new AuditVerifier(database, seals)));
  }

  /// For the event log.
  public EventWitness witness() {
    return recorder;
  }

  /// For the web server.
  public RefusalListener refusals() {
    return refusals;
  }

  public AuditResource resource() {
    return resource;
  }

  @Override
  public void close() {
    retention.close();
    refusals.close();
    sealer.close();
  }
}
