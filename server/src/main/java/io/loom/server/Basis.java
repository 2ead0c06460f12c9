package io.loom.server;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.event.EventFeature;
import io.loom.server.event.EventLog;
import io.loom.server.vault.Vault;
import java.time.InstantSource;

/// What the features of a server stand on.
public record Basis(
    Database database,
    EventFeature events,
    Vault vault,
    InstantSource clock,
    Ids ids,
    OpenParts parts) {
  EventLog log() {
    return events.log();
  }
}
