package io.loom.server.secret;

import io.loom.api.EventType;
import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.http.Caller;
import io.loom.server.event.EventLog;
import io.loom.server.project.ProjectService;
import io.loom.server.secret.SecretChange.Done;
import io.loom.server.secret.SecretChange.MayOnlyList;
import io.loom.server.secret.SecretChange.NameTaken;
import io.loom.server.secret.SecretChange.NoSuchScope;
import io.loom.server.secret.SecretChange.NoSuchSecret;
import io.loom.server.secret.SecretScope.Kind;
import io.loom.server.vault.Sealer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The secrets that people store. Safe for many threads: it keeps no state of its own.
///
/// Each method asks what the caller is to the scope; a stranger is told that there is none.
public final class SecretService {
  /// Older values of a secret are forgotten.
  static final int KEPT_VERSIONS = 10;

  private final Database database;
  private final SecretRepository secrets;
  private final SecretVersionRepository versions;
  private final SecretAccess access;
  private final ProjectService projects;
  private final Sealer sealer;
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;

  SecretService(
      Database database,
      SecretRepository secrets,
      SecretVersionRepository versions,
      SecretAccess access,
      ProjectService projects,
      Sealer sealer,
      EventLog events,
      InstantSource clock,
      Ids ids) {
    this.database = database;
    this.secrets = secrets;
    this.versions = versions;
    this.access = access;
    this.projects = projects;
    this.sealer = sealer;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
  }

  /// All that the caller may know of.
  public List<StoredSecret> list(Caller caller) {
    return database.read(secrets::list).stream()
        .filter(secret -> access.standing(caller, secret.scope()) != Standing.STRANGER)
        .toList();
  }

  /// Those of one scope.
  ///
  /// @return nothing when there is no such scope, or the caller may not know of it
  public Optional<List<StoredSecret>> list(Caller caller, SecretScope scope) {
    return database.read(queries ->
        isKnown(queries, caller, scope)
            ? Optional.of(secrets.list(queries, scope))
            : Optional.empty());
  }

  private boolean isKnown(Handle queries, Caller caller, SecretScope scope) {
    return access.standing(caller, scope) != Standing.STRANGER
        && (scope.kind() != Kind.PROJECT || projects.find(queries, scope.id()).isPresent());
  }

  /// A secret without its value, for one who may know of it.
  public SecretChange find(Caller caller, SecretScope scope, String name) {
    return database.read(queries -> {
      if (!isKnown(queries, caller, scope)) {
        return new NoSuchScope(scope);
      }
      return secrets
          .find(queries, scope, name)
          .<SecretChange>map(Done::new)
          .orElseGet(() -> new NoSuchSecret(scope, name));
    });
  }

  /// What values a secret has had, newest first.
  List<SecretVersion> versions(StoredSecret secret) {
    return database.read(queries -> versions.list(queries, secret.id()));
  }

  public SecretChange create(
      Caller caller, SecretScope scope, String name, Secret value, String description) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var by = caller.actor();
    var secret = new StoredSecret(ids.next(), scope, name, description, 1, by, now, by, now);
    return database.write(transaction -> {
      var refused = refused(transaction, caller, scope);
      if (refused.isPresent()) {
        return refused.get();
      }
      if (!secrets.insert(transaction, secret)) {
        return new NameTaken(scope, name);
      }
      store(transaction, secret, value, by, now);
      events.append(transaction, by, SecretEvent.of(EventType.SECRET_CREATED, secret, 1));
      return new Done(secret);
    });
  }

  /// Gives a secret a new value, another description, or both.
  ///
  /// @param value the present one stays without
  /// @param description the same
  public SecretChange update(
      Caller caller,
      SecretScope scope,
      String name,
      @Nullable Secret value,
      @Nullable String description) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return onExisting(
        caller,
        scope,
        name,
        (transaction, before) -> {
          var by = caller.actor();
          var text = description == null ? before.description() : description;
          secrets.change(transaction, before.id(), value == null ? 0 : 1, text, by, now);
          // Read again: only from here on has nobody else the row.
          var after = secrets.find(transaction, before.id()).orElseThrow();
          if (value != null) {
            store(transaction, after, value, by, now);
            versions.deleteUpTo(transaction, after.id(), after.version() - KEPT_VERSIONS);
          }
          events.append(
              transaction, by, SecretEvent.of(EventType.SECRET_UPDATED, after, after.version()));
          return new Done(after);
        });
  }

  private void store(
      Handle transaction, StoredSecret secret, Secret value, String by, Instant now) {
    int generation = sealer.generation();
    var sealed = sealer.seal(secret.place(secret.version()), value);
    versions.insert(
        transaction, secret.id(), new SecretVersion(secret.version(), sealed, generation, by, now));
  }

  /// Removes a secret with all its values.
  public SecretChange delete(Caller caller, SecretScope scope, String name) {
    return onExisting(
        caller,
        scope,
        name,
        (transaction, secret) -> {
          secrets.delete(transaction, secret.id());
          events.append(
              transaction,
              caller.actor(),
              SecretEvent.of(EventType.SECRET_DELETED, secret, secret.version()));
          return new Done(secret);
        });
  }

  /// The value of a secret, for a person who may change it. That he got it stays in the log.
  ///
  /// @param version 0 for the newest
  /// @throws io.loom.server.vault.VaultException when the value does not open
  public Revealed reveal(Caller caller, SecretScope scope, String name, int version) {
    return database.write(transaction ->
        refused(transaction, caller, scope)
            .<Revealed>map(Revealed.Refused::new)
            .orElseGet(() ->
                secrets
                    .find(transaction, scope, name)
                    .flatMap(secret -> reveal(transaction, caller, secret, version))
                    .orElseGet(() -> new Revealed.Refused(new NoSuchSecret(scope, name)))));
  }

  private Optional<Revealed> reveal(
      Handle transaction, Caller caller, StoredSecret secret, int version) {
    int wanted = version == 0 ? secret.version() : version;
    var found = versions.find(transaction, new VersionKey(secret.id(), wanted));
    return found.map(it -> {
      var value = sealer.open(secret.place(wanted), it.sealed());
      events.append(
          transaction, caller.actor(), SecretEvent.of(EventType.SECRET_REVEALED, secret, wanted));
      return new Revealed.Value(secret, wanted, value);
    });
  }

  private SecretChange onExisting(
      Caller caller,
      SecretScope scope,
      String name,
      BiFunction<Handle, StoredSecret, SecretChange> change) {
    return database.write(transaction ->
        refused(transaction, caller, scope)
            .orElseGet(() ->
                secrets
                    .find(transaction, scope, name)
                    .map(secret -> change.apply(transaction, secret))
                    .orElseGet(() -> new NoSuchSecret(scope, name))));
  }

  /// Why the caller may not change the secrets of a scope, if he may not.
  private Optional<SecretChange> refused(Handle queries, Caller caller, SecretScope scope) {
    if (!isKnown(queries, caller, scope)) {
      return Optional.of(new NoSuchScope(scope));
    }
    return access.standing(caller, scope) == Standing.WRITER
        ? Optional.empty()
        : Optional.of(new MayOnlyList(scope));
  }
}
