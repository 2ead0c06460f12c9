package io.loom.server.credential;

import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.server.credential.DeployKey.Slot;
import io.loom.server.event.EventLog;
import io.loom.server.vault.Sealer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The deploy keys of projects. Safe for many threads: it keeps no state of its own.
///
/// Whether the caller reaches the project is asked by whoever calls.
public final class DeployKeyService {
  /// A use is noted again after so long.
  private static final Duration USE_NOTED = Duration.ofMinutes(1);

  private final Database database;
  private final DeployKeyRepository keys;
  private final Sealer sealer;
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;
  private final Duration overlap;

  /// @param overlap how long an old key works beside a new one that was not seen to work
  DeployKeyService(
      Database database,
      DeployKeyRepository keys,
      Sealer sealer,
      EventLog events,
      InstantSource clock,
      Ids ids,
      Duration overlap) {
    this.database = database;
    this.keys = keys;
    this.sealer = sealer;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
    this.overlap = overlap;
  }

  /// What becomes of the key that a rotation replaces.
  public enum Old {
    /// It works until the new one was seen to, or its time is over.
    OVERLAPS,
    /// It ends at once: somebody else may have it.
    ENDS
  }

  /// The keys of a project, which gets its first one if it has none.
  ///
  /// @return nothing when there is no such project
  public Optional<DeployKeys> require(String actor, String projectId) {
    var now = now();
    var found = database.read(queries -> find(queries, projectId, now));
    if (found.isPresent()) {
      return found;
    }
    var key = make(actor, projectId);
    return database.write(transaction -> {
      if (!keys.lock(transaction, projectId)) {
        return Optional.empty();
      }
      return find(transaction, projectId, now)
          .or(() -> {
            add(
                transaction,
                actor,
                key,
                new CredentialEvent.KeyCreated(projectId, key.fingerprint()));
            return Optional.of(new DeployKeys(key, null));
          });
    });
  }

  private Optional<DeployKeys> find(Handle queries, String projectId, Instant now) {
    return keys.find(queries, projectId, Slot.CURRENT)
        .map(current ->
            new DeployKeys(
                current,
                keys.find(queries, projectId, Slot.PREVIOUS)
                    .filter(previous -> !isOver(previous, now))
                    .orElse(null)));
  }

  private static boolean isOver(DeployKey previous, Instant now) {
    var end = previous.endsAt();
    return end != null && !end.isAfter(now);
  }

  private DeployKey make(String actor, String projectId) {
    var id = ids.next();
    var pair = KeyPairText.generate();
    int generation = sealer.generation();
    return new DeployKey(
        id,
        projectId,
        Slot.CURRENT,
        pair.publicKey(),
        Fingerprint.ofLine(pair.publicKey()),
        sealer.seal(DeployKey.place(id, projectId), pair.privateKey()),
        generation,
        actor,
        now(),
        null,
        null);
  }

  private void add(Handle transaction, String actor, DeployKey key, CredentialEvent event) {
    keys.insert(transaction, key);
    events.append(transaction, actor, event);
  }

  /// Gives a project a new key.
  ///
  /// @return nothing when there is no such project
  public Optional<DeployKeys> rotate(String actor, String projectId, Old old) {
    var key = make(actor, projectId);
    var now = now();
    return database.write(transaction -> {
      if (!keys.lock(transaction, projectId)) {
        return Optional.empty();
      }
      makePlace(transaction, actor, projectId, old, now);
      add(transaction, actor, key, new CredentialEvent.KeyRotated(projectId, key.fingerprint()));
      return find(transaction, projectId, now);
    });
  }

  /// Makes the place of the current key free. Beside a key that works until its successor was seen
  /// to, that successor is of no use, so it goes.
  private void makePlace(Handle transaction, String actor, String projectId, Old old, Instant now) {
    var current = keys.find(transaction, projectId, Slot.CURRENT);
    var previous = keys.find(transaction, projectId, Slot.PREVIOUS);
    boolean overlaps = old == Old.OVERLAPS;
    boolean keepsPrevious = overlaps && previous.filter(it -> !isOver(it, now)).isPresent();
    if (keepsPrevious) {
      current.ifPresent(key -> end(transaction, actor, key));
      previous.ifPresent(key -> keys.updateEnd(transaction, key.id(), now.plus(overlap)));
    } else {
      previous.ifPresent(key -> end(transaction, actor, key));
      current.ifPresent(key -> {
        if (overlaps) {
          keys.retire(transaction, key.id(), now.plus(overlap));
        } else {
          end(transaction, actor, key);
        }
      });
    }
  }

  private void end(Handle transaction, String actor, DeployKey key) {
    keys.delete(transaction, key.id());
    events.append(
        transaction, actor, new CredentialEvent.KeyEnded(key.projectId(), key.fingerprint()));
  }

  /// Ends the old key of a project, whose new one was seen to work. Nothing happens when there was
  /// another rotation since.
  public void endPrevious(DeployKeys proven) {
    var previous = proven.previous();
    if (previous != null) {
      database.change(transaction -> {
        if (keys.lock(transaction, previous.projectId())
            && keys.find(transaction, proven.current().id()).isPresent()
            && keys.find(transaction, previous.id()).isPresent()) {
          end(transaction, "system", previous);
        }
      });
    }
  }

  /// Ends the old key of a project if its time is over.
  public void endOverdue(String projectId) {
    var now = now();
    var overdue = database.read(queries -> overdue(queries, projectId, now));
    if (overdue.isPresent()) {
      database.change(transaction -> {
        if (keys.lock(transaction, projectId)) {
          overdue(transaction, projectId, now).ifPresent(key -> end(transaction, "system", key));
        }
      });
    }
  }

  private Optional<DeployKey> overdue(Handle queries, String projectId, Instant now) {
    return keys.find(queries, projectId, Slot.PREVIOUS).filter(previous -> isOver(previous, now));
  }

  /// Notes that a git server took a key.
  public void noteUse(DeployKey key) {
    var now = now();
    var last = key.lastUsedAt();
    if (last == null || last.plus(USE_NOTED).isBefore(now)) {
      database.change(transaction -> keys.updateLastUse(transaction, key.id(), now));
    }
  }

  /// The text of the file of the private key.
  ///
  /// @throws io.loom.server.vault.VaultException when it does not open
  Secret open(DeployKey key) {
    return sealer.open(key.place(), key.sealed());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
