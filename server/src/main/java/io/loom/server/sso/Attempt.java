package io.loom.server.sso;

import io.loom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// One try of a browser to sign in at the provider. It holds a secret that only this browser and
/// this server know; what the provider is given and has to repeat is derived from that.
///
/// So an answer counts only in the browser that asked for it, and nothing has to be stored for
/// strangers.
record Attempt(Secret secret, Instant startedAt, ReturnPath returnTo) {
  static final Duration LIFE = Duration.ofMinutes(10);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;
  private static final int LONGEST_COOKIE = 2_000;
  private static final String ALGORITHM = "HmacSHA256";

  static Attempt start(ReturnPath returnTo, Instant now) {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Attempt(new Secret(encode(bytes)), now, returnTo);
  }

  /// @return nothing when it is none, or too old
  static Optional<Attempt> ofCookie(String value, Instant now) {
    var parts = value.length() > LONGEST_COOKIE ? new String[0] : value.split("\\.", -1);
    if (parts.length != 3 || !parts[0].matches("[\\w-]{43}") || !parts[1].matches("[0-9]{1,15}")) {
      return Optional.empty();
    }
    var started = Instant.ofEpochSecond(Long.parseLong(parts[1]));
    if (started.isAfter(now) || !started.plus(LIFE).isAfter(now)) {
      return Optional.empty();
    }
    try {
      var path = new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8);
      return Optional.of(new Attempt(new Secret(parts[0]), started, ReturnPath.of(path)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// What the browser keeps.
  String cookie() {
    return "%s.%d.%s"
        .formatted(
            secret.reveal(),
            startedAt.getEpochSecond(),
            encode(returnTo.text().getBytes(StandardCharsets.UTF_8)));
  }

  /// What the provider repeats in the address that it sends the browser to.
  String state() {
    return derived("state");
  }

  boolean isState(String text) {
    return MessageDigest.isEqual(
        state().getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }

  /// What the provider repeats in the token.
  String nonce() {
    return derived("nonce");
  }

  /// What shows the provider that whoever has its code is who asked for it.
  Secret verifier() {
    return new Secret(derived("verifier"));
  }

  /// What the provider holds the verifier to: its SHA-256.
  String challenge() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return encode(digest.digest(verifier().reveal().getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private String derived(String purpose) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.US_ASCII), ALGORITHM));
      return encode(mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
