package io.loom.server.device;

import io.loom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Hashes codes for the database under a secret that is not in it: nine digits are soon guessed
/// from a plain hash. Safe for many threads.
final class CodeHasher {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  CodeHasher(Secret secret) {
    key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  String ofDevice(Secret code) {
    return hash("device " + code.reveal());
  }

  String ofUser(UserCode code) {
    return hash("user " + code.digits());
  }

  private String hash(String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
