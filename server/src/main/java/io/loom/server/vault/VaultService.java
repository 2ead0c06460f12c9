package io.loom.server.vault;

import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.vault.PasswordChange.Changed;
import io.loom.server.vault.PasswordChange.WrongPassword;
import io.loom.server.vault.SealedTable.Resealed;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Changes the vault as a whole while the server runs. Safe for many threads.
///
/// The file is written before the database: a new data key is on disk before a row is sealed with
/// it, and older ones stay, so that whatever a crash leaves can be opened. What a rotation that was
/// cut off did not reach, the next pass of the loop does.
public final class VaultService {
  /// What a rotation did.
  record Rotation(int generation, Resealed resealed) {}

  private final Vault vault;
  private final Database database;
  private final EventLog events;
  private final List<SealedTable> tables;

  /// Held during a pass: two of them would only do the same work twice.
  private final ReentrantLock resealing = new ReentrantLock();

  VaultService(Vault vault, Database database, EventLog events, List<SealedTable> tables) {
    this.vault = vault;
    this.database = database;
    this.events = events;
    this.tables = List.copyOf(tables);
  }

  VaultReport report() {
    return vault.report();
  }

  int countBehind() {
    return tables.stream().mapToInt(SealedTable::countBehind).sum();
  }

  Rotation rotate(String actor) {
    int generation = vault.rotate();
    database.change(
        transaction -> events.append(transaction, actor, new VaultEvent.Rotated(generation)));
    return new Rotation(generation, reseal());
  }

  /// Seals every value of the database that is under an older data key anew.
  Resealed reseal() {
    resealing.lock();
    try {
      return tables.stream().map(SealedTable::reseal).reduce(new Resealed(0, 0), Resealed::plus);
    } finally {
      resealing.unlock();
    }
  }

  PasswordChange changePassword(
      String actor, Secret current, Secret fresh, PasswordChange.Old old) {
    var change = vault.changePassword(current, fresh, old);
    switch (change) {
      case Changed(int passwords) ->
          database.change(transaction ->
              events.append(transaction, actor, new VaultEvent.PasswordChanged(passwords)));
      case WrongPassword() -> {
        // Nothing happened.
      }
    }
    return change;
  }
}
