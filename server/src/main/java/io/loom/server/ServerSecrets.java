package io.loom.server;

import io.loom.base.Secret;
import java.nio.file.Path;

/// What opens the vault.
///
/// @param vaultFile such as `./.keys.json`
public record ServerSecrets(Path vaultFile, Secret password) {}
