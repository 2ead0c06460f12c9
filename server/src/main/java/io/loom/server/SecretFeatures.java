package io.loom.server;

import io.loom.base.Secret;
import io.loom.server.credential.CredentialConfig;
import io.loom.server.credential.CredentialFeature;
import io.loom.server.organisation.OrganisationService;
import io.loom.server.project.ProjectService;
import io.loom.server.secret.SecretFeature;
import io.loom.server.secret.SecretHolder;
import io.loom.server.vault.VaultFeature;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What is kept sealed.
public record SecretFeatures(
    SecretFeature stored, CredentialFeature credentials, VaultFeature vault) {
  public static SecretFeatures create(
      Basis basis,
      ProjectService projects,
      OrganisationService organisations,
      CredentialConfig config) {
    var stored =
        SecretFeature.create(
            basis.database(),
            projects,
            new SecretsOfOrganisations(organisations),
            basis.vault().sealer(),
            basis.log(),
            basis.clock(),
            basis.ids());
    var credentials =
        CredentialFeature.create(
            config,
            basis.database(),
            projects,
            stored.lookup(),
            basis.vault().sealer(),
            basis.log(),
            basis.clock(),
            basis.ids());
    var vault =
        basis
            .parts()
            .add(
                VaultFeature.start(
                    basis.vault(),
                    basis.database(),
                    basis.log(),
                    List.of(stored.table(), credentials.table())));
    return new SecretFeatures(stored, credentials, vault);
  }

  /// The secret of one name that each project may have, by the project's id.
  public Function<String, Optional<Secret>> ofProjects(String name) {
    return project -> stored.lookup().find(new SecretHolder(null, project, null), name);
  }

  public List<Object> resources() {
    return List.of(stored.resource(), credentials.resource(), vault.resource());
  }
}
