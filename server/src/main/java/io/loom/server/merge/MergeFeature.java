package io.loom.server.merge;

import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.gate.Gate;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import java.time.InstantSource;

/// The merge feature, put together. The loop starts apart, when somebody listens.
public record MergeFeature(MergeService service) {
  public static MergeFeature create(Database database, EventLog events, InstantSource clock) {
    return create(database, MergeRoute.NONE, events, clock);
  }

  /// @param route of results that do not go through the queue
  public static MergeFeature create(
      Database database, MergeRoute route, EventLog events, InstantSource clock) {
    return new MergeFeature(
        new MergeService(database, new MergeRepository(), route, events, clock));
  }

  /// @param owner names this server among all that use the database
  public MergeLoop start(
      MergeTargets targets,
      Mirrors mirrors,
      Gate gate,
      GitConfig gitConfig,
      BranchLeases leases,
      MergeListener listener,
      String owner) {
    var worker = new MergeWorker(service, targets, mirrors, gate, gitConfig, listener);
    return new MergeLoop(service, worker, leases, owner);
  }
}
