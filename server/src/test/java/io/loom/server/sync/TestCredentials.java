package io.loom.server.sync;

import io.loom.base.Secret;
import io.loom.server.ServerWorld;
import io.loom.server.credential.CredentialConfig;
import io.loom.server.credential.CredentialFeature;
import io.loom.server.git.GitAccess.SshAgent;
import io.loom.server.secret.SecretFeature;
import io.loom.server.secret.Standing;
import io.loom.server.vault.KeyDerivation;
import io.loom.server.vault.Vault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Secrets and keys for the projects of a [ServerWorld].
record TestCredentials(SecretFeature secrets, CredentialFeature credentials) {
  static TestCredentials of(ServerWorld server, Path folder) {
    return of(server, folder, List.of(), null);
  }

  /// @param helper for projects with `git-helper`
  /// @param certificates that HTTPS believes
  static TestCredentials of(
      ServerWorld server, Path folder, List<String> helper, @Nullable Path certificates) {
    var vault =
        Vault.open(
            folder.resolve("vault.json"),
            new Secret("password"),
            server.clock,
            new KeyDerivation(64, 1, 1));
    var secrets =
        SecretFeature.create(
            server.database,
            server.projects,
            (_, _) -> Standing.STRANGER,
            vault.sealer(),
            server.events,
            server.clock,
            server.ids);
    var credentials =
        CredentialFeature.create(
            new CredentialConfig(
                folder.resolve("projects"),
                Duration.ofDays(7),
                SshAgent.UNUSED,
                helper,
                null,
                certificates),
            server.database,
            server.projects,
            secrets.lookup(),
            vault.sealer(),
            server.events,
            server.clock,
            server.ids);
    return new TestCredentials(secrets, credentials);
  }
}
