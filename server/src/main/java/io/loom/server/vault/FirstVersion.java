package io.loom.server.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.base.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Reads key stores of version 1.0, which the Go Loom writes: each entry is sealed with a key of
/// its own that PBKDF2-HMAC-SHA256 makes of the password, `salt[32] ‖ nonce[12] ‖ ciphertext ‖
/// tag[16]`, bound to nothing.
final class FirstVersion {
  static final String VERSION = "1.0";
  private static final int SALT = 32;
  private static final int ROUNDS = 100_000;

  private final KeyFile file;
  private final ObjectNode document;

  FirstVersion(KeyFile file, ObjectNode document) {
    this.file = file;
    this.document = document;
  }

  /// Whether the file was made with the password.
  boolean isOf(Secret password) {
    var salt = bytes("password_salt");
    var verifier = bytes("password_verify");
    return MessageDigest.isEqual(verifier, derive(password, salt).getEncoded());
  }

  /// The secrets in the file by id.
  ///
  /// @throws VaultException naming each entry that does not open
  Map<String, Secret> open(Secret password) {
    var opened = new TreeMap<String, Secret>();
    var damaged = new ArrayList<String>();
    for (var entry : document.path("keys").properties()) {
      try {
        var sealed = Base64.getDecoder().decode(entry.getValue().path("encrypted_data").asText());
        opened.put(entry.getKey(), open(password, sealed));
      } catch (GeneralSecurityException | IllegalArgumentException _) {
        damaged.add(entry.getKey());
      }
    }
    if (!damaged.isEmpty()) {
      throw file.corrupt(
          "these entries were changed or cut, take them out to go on without them: "
              + String.join(", ", damaged));
    }
    return opened;
  }

  private static Secret open(Secret password, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length < SALT + Aead.OVERHEAD) {
      throw new GeneralSecurityException("too short to be sealed");
    }
    var key = derive(password, Arrays.copyOf(sealed, SALT));
    var text = Aead.open(key, new byte[0], Arrays.copyOfRange(sealed, SALT, sealed.length));
    return new Secret(new String(text, java.nio.charset.StandardCharsets.UTF_8));
  }

  private static SecretKey derive(Secret password, byte[] salt) {
    var spec = new PBEKeySpec(password.reveal().toCharArray(), salt, ROUNDS, Aead.KEY * 8);
    try {
      return Aead.key(
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2 does not work on this machine", e);
    } finally {
      spec.clearPassword();
    }
  }

  private byte[] bytes(String field) {
    try {
      var bytes = Base64.getDecoder().decode(document.path(field).asText());
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw file.corrupt(field + " is missing or not base64");
  }
}
