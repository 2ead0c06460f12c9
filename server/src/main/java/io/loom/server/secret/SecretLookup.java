package io.loom.server.secret;

import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.server.vault.Sealer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// The values that a run or a weaver may have. Who it is was proved before; here it is believed.
/// Safe for many threads: it keeps no state of its own.
///
/// Where several of its scopes have a secret of one name, the narrowest wins: weaver, project,
/// organisation. Values that do not open throw a `VaultException`.
public final class SecretLookup {
  private final Database database;
  private final SecretRepository secrets;
  private final SecretVersionRepository versions;
  private final Sealer sealer;

  SecretLookup(
      Database database,
      SecretRepository secrets,
      SecretVersionRepository versions,
      Sealer sealer) {
    this.database = database;
    this.secrets = secrets;
    this.versions = versions;
    this.sealer = sealer;
  }

  /// The newest value of every secret, by name.
  public SortedMap<String, Secret> all(SecretHolder holder) {
    return database.read(queries -> {
      var byName = new TreeMap<String, StoredSecret>();
      for (var scope : holder.scopes()) {
        secrets.list(queries, scope).forEach(secret -> byName.put(secret.name(), secret));
      }
      var values = new TreeMap<String, Secret>();
      byName.forEach((name, secret) -> values.put(name, newest(queries, secret)));
      return values;
    });
  }

  /// The newest value of the secret of this name.
  public Optional<Secret> find(SecretHolder holder, String name) {
    return database.read(queries ->
        holder.scopes().reversed().stream()
            .flatMap(scope -> secrets.find(queries, scope, name).stream())
            .findFirst()
            .map(secret -> newest(queries, secret)));
  }

  /// The newest value in one scope, if it is one of the holder's.
  public Optional<Secret> find(SecretHolder holder, SecretScope scope, String name) {
    if (!holder.scopes().contains(scope)) {
      return Optional.empty();
    }
    return database.read(
        queries -> secrets.find(queries, scope, name).map(secret -> newest(queries, secret)));
  }

  private Secret newest(Handle queries, StoredSecret secret) {
    var found = versions.find(queries, new VersionKey(secret.id(), secret.version())).orElseThrow();
    return sealer.open(secret.place(secret.version()), found.sealed());
  }
}
