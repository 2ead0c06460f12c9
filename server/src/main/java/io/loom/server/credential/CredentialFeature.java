package io.loom.server.credential;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ProjectSetup;
import io.loom.server.reach.Actor;
import io.loom.server.secret.SecretLookup;
import io.loom.server.vault.SealedTable;
import io.loom.server.vault.Sealer;
import java.io.IOException;
import java.time.InstantSource;

/// The keys of projects, put together.
///
/// @param table what a rotation of the vault seals anew
public record CredentialFeature(
    DeployKeyService keys,
    HostKeyService hosts,
    ProjectRemotes remotes,
    SealedTable table,
    CredentialResource resource) {
  private static final System.Logger LOG = System.getLogger(CredentialFeature.class.getName());

  public static CredentialFeature create(
      CredentialConfig config,
      Database database,
      ProjectService projects,
      SecretLookup secrets,
      Sealer sealer,
      EventLog events,
      InstantSource clock,
      Ids ids) {
    var rows = new DeployKeyRepository(database.dialect());
    var files = new KeyFiles(config.root());
    var keys = new DeployKeyService(database, rows, sealer, events, clock, ids, config.overlap());
    var hosts = new HostKeyService(database, new HostKeyRepository(), files, events, clock);
    files.sweep(id -> projects.find(Actor.SYSTEM, id).isPresent());
    projects.follow(new Leaving(files));
    return new CredentialFeature(
        keys,
        hosts,
        new ProjectRemotes(projects, keys, hosts, files, new HttpSecrets(secrets), config),
        new DeployKeyTable(database, rows, sealer),
        new CredentialResource(projects, keys, hosts));
  }

  /// Removes the files of a project that goes; a few, so nobody waits for it.
  private record Leaving(KeyFiles files) implements ProjectSetup {
    @Override
    public void created(Project project) {}

    @Override
    public void changed(Project project) {}

    @Override
    public void deleted(String projectId) {
      try {
        files.remove(projectId);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "the keys of " + projectId + " stay until a start", e);
      }
    }
  }
}
