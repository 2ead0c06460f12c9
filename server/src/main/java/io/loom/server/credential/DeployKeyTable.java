package io.loom.server.credential;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.ground.database.Database;
import io.loom.server.vault.SealedTable;
import io.loom.server.vault.Sealer;
import io.loom.server.vault.VaultException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Brings deploy keys under the vault's newest data key. Safe for many threads.
final class DeployKeyTable implements SealedTable {
  private static final System.Logger LOG = System.getLogger(DeployKeyTable.class.getName());
  private static final int BATCH = 100;

  private final Database database;
  private final DeployKeyRepository keys;
  private final Sealer sealer;

  DeployKeyTable(Database database, DeployKeyRepository keys, Sealer sealer) {
    this.database = database;
    this.keys = keys;
    this.sealer = sealer;
  }

  @Override
  public Resealed reseal() {
    int generation = sealer.generation();
    int done = 0;
    int behind = 0;
    for (var ids = next(generation, ""); !ids.isEmpty(); ids = next(generation, ids.getLast())) {
      var batch = ids;
      int failed = database.write(transaction -> reseal(transaction, batch, generation));
      behind += failed;
      done += batch.size() - failed;
    }
    return new Resealed(done, behind);
  }

  private List<String> next(int generation, String after) {
    return database.read(queries -> keys.listBehind(queries, generation, after, BATCH));
  }

  /// @return how many do not open
  private int reseal(Handle transaction, List<String> ids, int generation) {
    int behind = 0;
    for (var id : ids) {
      try {
        keys.find(transaction, id).ifPresent(key -> reseal(transaction, key, generation));
      } catch (VaultException e) {
        LOG.log(WARNING, "a deploy key keeps its data key: {0}", e.getMessage());
        behind++;
      }
    }
    return behind;
  }

  private void reseal(Handle transaction, DeployKey key, int generation) {
    keys.replace(transaction, key, sealer.reseal(key.place(), key.sealed()), generation);
  }

  @Override
  public int countBehind() {
    int generation = sealer.generation();
    return database.read(queries -> keys.countBehind(queries, generation));
  }
}
