package io.loom.server.secret;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.ground.database.Database;
import io.loom.server.vault.SealedTable;
import io.loom.server.vault.Sealer;
import io.loom.server.vault.VaultException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Brings the values of secrets under the vault's newest data key. Safe for many threads.
final class SecretTable implements SealedTable {
  private static final System.Logger LOG = System.getLogger(SecretTable.class.getName());
  private static final int BATCH = 100;

  private final Database database;
  private final SecretRepository secrets;
  private final SecretVersionRepository versions;
  private final Sealer sealer;

  SecretTable(
      Database database,
      SecretRepository secrets,
      SecretVersionRepository versions,
      Sealer sealer) {
    this.database = database;
    this.secrets = secrets;
    this.versions = versions;
    this.sealer = sealer;
  }

  @Override
  public Resealed reseal() {
    int generation = sealer.generation();
    int done = 0;
    int behind = 0;
    var last = VersionKey.FIRST;
    for (var keys = next(generation, last); !keys.isEmpty(); keys = next(generation, last)) {
      var batch = keys;
      int failed = database.write(transaction -> reseal(transaction, batch, generation));
      behind += failed;
      done += batch.size() - failed;
      last = batch.getLast();
    }
    return new Resealed(done, behind);
  }

  private List<VersionKey> next(int generation, VersionKey after) {
    return database.read(queries -> versions.listBehind(queries, generation, after, BATCH));
  }

  /// @return how many do not open
  private int reseal(Handle transaction, List<VersionKey> keys, int generation) {
    int failed = 0;
    for (var key : keys) {
      try {
        reseal(transaction, key, generation);
      } catch (VaultException e) {
        LOG.log(WARNING, "a value keeps its data key: {0}", e.getMessage());
        failed++;
      }
    }
    return failed;
  }

  private void reseal(Handle transaction, VersionKey key, int generation) {
    var secret = secrets.find(transaction, key.secretId());
    var version = versions.find(transaction, key);
    if (secret.isPresent() && version.isPresent()) {
      var before = version.get().sealed();
      var after = sealer.reseal(secret.get().place(key.version()), before);
      versions.replace(transaction, key, before, after, generation);
    }
  }

  @Override
  public int countBehind() {
    int generation = sealer.generation();
    return database.read(queries -> versions.countBehind(queries, generation));
  }
}
