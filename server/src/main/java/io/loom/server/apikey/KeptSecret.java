package io.loom.server.apikey;

import io.loom.base.Secret;
import io.loom.server.vault.Vault;
import java.security.SecureRandom;
import java.util.Base64;

/// A secret of the server's own, made once and kept in the vault.
public final class KeptSecret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private KeptSecret() {}

  /// The secret under an id; made when there is none.
  ///
  /// @param name what people call it
  public static Secret of(Vault vault, String id, String name) {
    return vault
        .get(id)
        .orElseGet(() -> {
          var bytes = new byte[BYTES];
          RANDOM.nextBytes(bytes);
          var made = new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
          vault.put(id, name, made);
          return made;
        });
  }
}
