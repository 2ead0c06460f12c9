package io.loom.server.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.base.Secret;
import io.loom.ground.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;

/// One password's way into the key store: an element of `passwords`.
///
/// The password's key seals a text that everybody knows, which tells the right password from
/// others, and the master key, which does not depend on the password.
///
/// @param salt of the password's key
/// @param verify the known text, sealed
/// @param wrappedKey the master key, sealed
record PasswordSlot(KeyDerivation derivation, String salt, String verify, String wrappedKey) {
  private static final byte[] KNOWN = "the password is right".getBytes(StandardCharsets.UTF_8);
  private static final Place CANARY = new Place("keys.json", "passwords", "password_verify");
  private static final Place MASTER = new Place("keys.json", "passwords", "wrapped_key");
  private static final int SALT = 32;

  static ObjectNode create(
      Secret password, KeyDerivation derivation, SecretKey master, Instant now) {
    var salt = Aead.random(SALT);
    var key = derivation.derive(password, salt);
    var slot = Json.mapper().createObjectNode();
    slot.put("password_salt", base64(salt));
    slot.putObject("kdf")
        .put("algorithm", KeyDerivation.ALGORITHM)
        .put("memory_kib", derivation.memoryKib())
        .put("iterations", derivation.iterations())
        .put("parallelism", derivation.parallelism());
    slot.put("password_verify", base64(Aead.seal(key, CANARY.bound("canary"), KNOWN)));
    slot.put(
        "wrapped_key", base64(Aead.seal(key, MASTER.bound("master-key"), master.getEncoded())));
    slot.put("created_at", now.toString());
    return slot;
  }

  /// @throws VaultException when it cannot be one
  static PasswordSlot parse(KeyFile file, JsonNode node, int index) {
    var kdf = node.path("kdf");
    var algorithm = kdf.path("algorithm").asText();
    if (!algorithm.equals(KeyDerivation.ALGORITHM)) {
      throw file.corrupt("passwords[%d].kdf.algorithm is not argon2id".formatted(index));
    }
    try {
      return new PasswordSlot(
          new KeyDerivation(
              kdf.path("memory_kib").asInt(),
              kdf.path("iterations").asInt(),
              kdf.path("parallelism").asInt()),
          required(file, node, index, "password_salt"),
          required(file, node, index, "password_verify"),
          required(file, node, index, "wrapped_key"));
    } catch (IllegalArgumentException e) {
      throw file.corrupt("passwords[%d].kdf cannot be: %s".formatted(index, e.getMessage()));
    }
  }

  private static String required(KeyFile file, JsonNode node, int index, String field) {
    var text = node.path(field).asText();
    if (text.isEmpty() || !isBase64(text)) {
      throw file.corrupt("passwords[%d].%s is missing or not base64".formatted(index, field));
    }
    return text;
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text).length > 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// The master key, unless this is not the password.
  ///
  /// @throws VaultException when it is the password and the master key was changed
  Optional<SecretKey> open(KeyFile file, Secret password) {
    var key = derivation.derive(password, bytes(salt));
    if (!isRight(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Aead.key(Aead.open(key, MASTER.bound("master-key"), bytes(wrappedKey))));
    } catch (GeneralSecurityException _) {
      throw file.corrupt("the password is right, but its wrapped_key was changed");
    }
  }

  private boolean isRight(SecretKey key) {
    try {
      Aead.open(key, CANARY.bound("canary"), bytes(verify));
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
