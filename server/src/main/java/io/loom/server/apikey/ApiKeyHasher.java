package io.loom.server.apikey;

import io.loom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What is stored of a key: its HMAC-SHA256. Keys are random, so a slow hash would gain nothing.
/// Safe for many threads.
final class ApiKeyHasher {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  ApiKeyHasher(Secret secret) {
    this.key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  String hash(Secret apiKey) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of()
          .formatHex(mac.doFinal(apiKey.reveal().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
