package io.loom.server.secret;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.project.ProjectService;
import io.loom.server.vault.SealedTable;
import io.loom.server.vault.Sealer;
import java.time.InstantSource;

/// The secrets that people store, put together. Nobody else calls its constructors.
///
/// @param table what a rotation of the vault seals anew
public record SecretFeature(
    SecretService service, SecretLookup lookup, SealedTable table, SecretResource resource) {
  public static SecretFeature create(
      Database database,
      ProjectService projects,
      OrganisationMembers members,
      Sealer sealer,
      EventLog events,
      InstantSource clock,
      Ids ids) {
    var secrets = new SecretRepository();
    var versions = new SecretVersionRepository();
    var service =
        new SecretService(
            database,
            secrets,
            versions,
            new SecretAccess(members),
            projects,
            sealer,
            events,
            clock,
            ids);
    return new SecretFeature(
        service,
        new SecretLookup(database, secrets, versions, sealer),
        new SecretTable(database, secrets, versions, sealer),
        new SecretResource(service));
  }
}
