package io.loom.server.vault;

import io.loom.base.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals texts with a password: AES-256-GCM under a key that PBKDF2-HMAC-SHA256 derives from it.
///
/// A sealed text is `salt[32] ‖ nonce[12] ‖ ciphertext ‖ tag[16]`, each with a salt of its own. The
/// layout is that of key stores in use and never changes. Safe for many threads.
final class PasswordCipher {
  static final int SALT = 32;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int ROUNDS = 100_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secret password;

  PasswordCipher(Secret password) {
    this.password = password;
  }

  static byte[] newSalt() {
    return random(SALT);
  }

  /// Whether so many bytes can be a sealed text.
  static boolean isSealed(byte[] bytes) {
    return bytes.length >= SALT + NONCE + TAG;
  }

  /// What tells the right password from others. It does not help to open a sealed text, for those
  /// have other salts.
  byte[] verifier(byte[] salt) {
    return derive(salt);
  }

  byte[] seal(Secret text) {
    var salt = newSalt();
    var nonce = random(NONCE);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, derive(salt), nonce);
      var sealed = cipher.doFinal(text.reveal().getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(SALT + NONCE + sealed.length)
          .put(salt)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM does not work on this machine", e);
    }
  }

  /// @throws GeneralSecurityException when the bytes were changed, or sealed with another password
  Secret open(byte[] sealed) throws GeneralSecurityException {
    var salt = Arrays.copyOf(sealed, SALT);
    var nonce = Arrays.copyOfRange(sealed, SALT, SALT + NONCE);
    var cipher = cipher(Cipher.DECRYPT_MODE, derive(salt), nonce);
    var text = cipher.doFinal(sealed, SALT + NONCE, sealed.length - SALT - NONCE);
    return new Secret(new String(text, StandardCharsets.UTF_8));
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, nonce));
    return cipher;
  }

  private byte[] derive(byte[] salt) {
    var spec = new PBEKeySpec(password.reveal().toCharArray(), salt, ROUNDS, 256);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2 does not work on this machine", e);
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
