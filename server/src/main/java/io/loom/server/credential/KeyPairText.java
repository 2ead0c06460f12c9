package io.loom.server.credential;

import io.loom.base.Secret;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/// A new ed25519 key pair in the words of OpenSSH.
///
/// @param publicKey one line, as `authorized_keys` and the pages of forges take it
/// @param privateKey the text of a file of the private key, without a passphrase
record KeyPairText(String publicKey, Secret privateKey) {
  private static final String TYPE = "ssh-ed25519";
  private static final String COMMENT = "loom-deploy-key";
  private static final int LENGTH = 32;
  private static final int BLOCK = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  static KeyPairText generate() {
    try {
      return of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no Ed25519", e);
    }
  }

  private static KeyPairText of(KeyPair pair) {
    // The standard encoding of such a key ends with the bytes that OpenSSH wants.
    var encoded = pair.getPublic().getEncoded();
    var point = Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
    var seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    var open =
        blob(out -> {
          text(out, TYPE);
          bytes(out, point);
        });
    var line = "%s %s %s".formatted(TYPE, Base64.getEncoder().encodeToString(open), COMMENT);
    return new KeyPairText(line, new Secret(file(open, point, seed)));
  }

  private static String file(byte[] open, byte[] point, byte[] seed) {
    var all =
        blob(out -> {
          out.write("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
          text(out, "none");
          text(out, "none");
          text(out, "");
          out.writeInt(1);
          bytes(out, open);
          bytes(out, hidden(point, seed));
        });
    var lines = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(all);
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n-----END OPENSSH PRIVATE KEY-----\n"
        .formatted(lines);
  }

  /// The part that a passphrase would hide: a number twice, the key, and 1, 2, 3 … to a full block.
  private static byte[] hidden(byte[] point, byte[] seed) {
    return blob(out -> {
      int check = RANDOM.nextInt();
      out.writeInt(check);
      out.writeInt(check);
      text(out, TYPE);
      bytes(out, point);
      out.writeInt(seed.length + point.length);
      out.write(seed);
      out.write(point);
      text(out, COMMENT);
      for (int i = 1; out.size() % BLOCK != 0; i++) {
        out.write(i);
      }
    });
  }

  /// Writes some bytes.
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] blob(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
