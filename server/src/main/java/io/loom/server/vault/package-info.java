/// Sealed secrets: the key store file `.keys.json`, opened with the operator's password.
///
/// `Vault` is all there is to use. Who may read a secret is decided by the feature that keeps it.
@NullMarked
package io.loom.server.vault;

import org.jspecify.annotations.NullMarked;
