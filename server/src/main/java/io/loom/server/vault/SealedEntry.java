package io.loom.server.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.base.Secret;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One secret of the key store, opened when it is first asked for.
final class SealedEntry {
  private final byte[] sealed;

  /// Kept because deriving the key anew takes some 50 ms. Two threads may both derive it.
  private volatile @Nullable Secret opened;

  private SealedEntry(byte[] sealed, @Nullable Secret opened) {
    this.sealed = sealed;
    this.opened = opened;
  }

  static SealedEntry seal(PasswordCipher cipher, Secret secret) {
    return new SealedEntry(cipher.seal(secret), secret);
  }

  /// The entry as the file has it, unless it cannot be one.
  static Optional<SealedEntry> parse(ObjectNode node) {
    try {
      var bytes = Base64.getDecoder().decode(node.path("encrypted_data").asText());
      return PasswordCipher.isSealed(bytes)
          ? Optional.of(new SealedEntry(bytes, null))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  String base64() {
    return Base64.getEncoder().encodeToString(sealed);
  }

  Secret open(PasswordCipher cipher) throws GeneralSecurityException {
    @Nullable Secret known = opened;
    if (known == null) {
      known = cipher.open(sealed);
      opened = known;
    }
    return known;
  }
}
