/// Sealed secrets: the key store file `.keys.json`, opened with the operator's password, and the
/// keys that seal columns of the database.
///
/// `Vault` keeps secrets by id; `Sealer` seals what a feature keeps in its own table. Who may read
/// a secret is decided by the feature that keeps it.
@NullMarked
package io.loom.server.vault;

import org.jspecify.annotations.NullMarked;
