package io.loom.server.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM with a random nonce: `nonce[12] ‖ ciphertext ‖ tag[16]`. Stored, so it never
/// changes.
final class Aead {
  static final int KEY = 32;
  static final int OVERHEAD = 12 + 16;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Aead() {}

  static byte[] random(int size) {
    var bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static SecretKey newKey() {
    return key(random(KEY));
  }

  static SecretKey key(byte[] bytes) {
    return new SecretKeySpec(bytes, "AES");
  }

  /// @param bound what must be the same when it is opened
  static byte[] seal(SecretKey key, byte[] bound, byte[] text) {
    var nonce = random(NONCE);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, bound).doFinal(text);
      return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM does not work on this machine", e);
    }
  }

  /// @throws GeneralSecurityException when the bytes were changed, or sealed with another key or
  ///   for something else
  static byte[] open(SecretKey key, byte[] bound, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length < OVERHEAD) {
      throw new GeneralSecurityException("too short to be sealed");
    }
    var nonce = ByteBuffer.wrap(sealed).slice(0, NONCE);
    var bytes = new byte[NONCE];
    nonce.get(bytes);
    return cipher(Cipher.DECRYPT_MODE, key, bytes, bound)
        .doFinal(sealed, NONCE, sealed.length - NONCE);
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] bound)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }
}
