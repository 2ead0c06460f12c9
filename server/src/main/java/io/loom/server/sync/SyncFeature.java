package io.loom.server.sync;

import io.loom.ground.database.Database;
import io.loom.server.bead.BeadService;
import io.loom.server.forge.Forges;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import io.loom.server.project.ProjectService;
import java.time.Duration;
import java.time.InstantSource;

/// The sync feature, put together; both loops run.
public record SyncFeature(ProjectSync projects, BeadWriter beads) implements AutoCloseable {
  /// @param owner names this server among all that use the database
  /// @param checkInterval between two looks at a project
  /// @param writeInterval in which changes of beads are gathered into one commit
  public static SyncFeature start(
      Database database,
      ProjectService projects,
      BeadService beads,
      Mirrors mirrors,
      Forges forges,
      BranchLeases leases,
      GitConfig gitConfig,
      InstantSource clock,
      String owner,
      Duration checkInterval,
      Duration writeInterval) {
    var check = new ProjectCheck(database, projects, beads, mirrors, forges);
    var sync = new ProjectSync(projects, check, checkInterval);
    projects.follow(sync);
    return new SyncFeature(
        sync,
        new BeadWriter(
            database, projects, beads, mirrors, leases, gitConfig, clock, owner, writeInterval));
  }

  @Override
  public void close() {
    projects.close();
    beads.close();
  }
}
