package io.loom.server.sync;

import io.loom.ground.database.Database;
import io.loom.server.bead.BeadService;
import io.loom.server.credential.CredentialFeature;
import io.loom.server.forge.Forges;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import io.loom.server.project.ProjectService;
import io.loom.server.sync.dolt.DoltBeads;
import java.time.Duration;
import java.time.InstantSource;

/// The sync feature, put together; both loops run.
public record SyncFeature(ProjectSync projects, BeadWriter beads, SyncResource resource)
    implements AutoCloseable {
  /// @param owner names this server among all that use the database
  /// @param checkInterval between two looks at a project
  /// @param writeInterval in which changes of beads are gathered into one commit
  public static SyncFeature start(
      Database database,
      ProjectService projects,
      BeadService beads,
      Mirrors mirrors,
      CredentialFeature credentials,
      Forges forges,
      BranchLeases leases,
      GitConfig gitConfig,
      InstantSource clock,
      DoltBeads dolt,
      String owner,
      Duration checkInterval,
      Duration writeInterval) {
    var access = new AccessCheck(mirrors, credentials);
    var check = new ProjectCheck(database, projects, beads, mirrors, access, forges, dolt);
    var sync = new ProjectSync(projects, check, checkInterval);
    projects.follow(sync);
    var writer =
        new BeadWriter(
            database,
            projects,
            beads,
            mirrors,
            credentials.remotes(),
            dolt,
            leases,
            gitConfig,
            clock,
            owner,
            writeInterval);
    return new SyncFeature(sync, writer, resource(projects, sync));
  }

  /// The routes alone.
  public static SyncResource resource(ProjectService projects, ProjectLook looks) {
    return new SyncResource(projects, looks);
  }

  @Override
  public void close() {
    projects.close();
    beads.close();
  }
}
