package io.loom.server.vault;

import io.loom.base.ReconcileLoop;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import java.time.Duration;
import java.util.List;

/// The vault of a server, put together. Whoever makes it closes it.
public final class VaultFeature implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofHours(1);

  private final VaultResource resource;
  private final ReconcileLoop loop;

  private VaultFeature(VaultResource resource, ReconcileLoop loop) {
    this.resource = resource;
    this.loop = loop;
  }

  /// @param tables all that hold sealed values
  public static VaultFeature start(
      Vault vault, Database database, EventLog events, List<SealedTable> tables) {
    var service = new VaultService(vault, database, events, tables);
    // What a rotation did not reach, because the server died or a value was being written.
    var loop =
        ReconcileLoop.start(
            "vault-reseal",
            INTERVAL,
            () -> {
              var _ = service.reseal();
            });
    return new VaultFeature(new VaultResource(service), loop);
  }

  public VaultResource resource() {
    return resource;
  }

  @Override
  public void close() {
    loop.close();
  }
}
