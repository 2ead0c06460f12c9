package io.loom.server.vault;

import io.loom.base.Secret;
import io.loom.ground.http.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// Writes key stores as the Go Loom does, by its description and with nothing of ours.
final class GoKeyStore {
  private GoKeyStore() {}

  static void write(Path file, Secret password, Map<String, String> secrets)
      throws IOException, GeneralSecurityException {
    var keys = new TreeMap<String, Map<String, String>>();
    for (var secret : secrets.entrySet()) {
      keys.put(
          secret.getKey(),
          Map.of(
              "id",
              secret.getKey(),
              "name",
              "Name of " + secret.getKey(),
              "description",
              "from before",
              "encrypted_data",
              sealed(password, secret.getValue()),
              "created_at",
              "2024-05-01T10:00:00.123456789Z",
              "updated_at",
              "2024-05-01T10:00:00.123456789Z"));
    }
    var salt = random(32);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        Json.write(
            Map.of(
                "version",
                "1.0",
                "password_salt",
                base64(salt),
                "password_verify",
                base64(pbkdf2(password, salt)),
                "keys",
                keys,
                "note",
                "of the operator")));
  }

  private static String sealed(Secret password, String text) throws GeneralSecurityException {
    var salt = random(32);
    var nonce = random(12);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(pbkdf2(password, salt), "AES"),
        new GCMParameterSpec(128, nonce));
    var sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return base64(ByteBuffer.allocate(44 + sealed.length).put(salt).put(nonce).put(sealed).array());
  }

  private static byte[] pbkdf2(Secret password, byte[] salt) throws GeneralSecurityException {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(new PBEKeySpec(password.reveal().toCharArray(), salt, 100_000, 256))
        .getEncoded();
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
