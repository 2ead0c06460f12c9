package io.loom.server.webhook;

import io.loom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Proofs of forges that a body comes from somebody who knows the secret. Comparing takes the same
/// time however much of a wrong proof is right.
final class Signature {
  /// So begins a secret with which GitLab signs; any other it sends along as it is.
  static final String SIGNING_KEY = "whsec_";

  /// A signed call is taken so long after it was sent, and before.
  private static final Duration TOLERANCE = Duration.ofMinutes(10);

  private Signature() {}

  /// What a call says to prove itself. Texts are empty where it says nothing.
  ///
  /// @param signature of GitHub or Gitea, or those of GitLab, separated by spaces
  /// @param token of GitLab
  /// @param id that GitLab signs along with the time and the body
  /// @param time in seconds since 1970
  record Proof(String signature, String token, String id, String time) {
    static Proof of(String signature) {
      return new Proof(signature, "", "", "");
    }
  }

  static boolean isRight(WebhookForge forge, Secret secret, byte[] body, Proof proof, Instant now) {
    return switch (forge) {
      case GITHUB -> isSame("sha256=" + hex(secret, body), proof.signature());
      case GITEA -> isSame(hex(secret, body), proof.signature());
      case GITLAB ->
          secret.reveal().startsWith(SIGNING_KEY)
              ? isSigned(secret, body, proof, now)
              : isSame(secret.reveal(), proof.token());
    };
  }

  /// The hexadecimal signature of a body.
  static String hex(Secret secret, byte[] body) {
    return HexFormat.of().formatHex(mac(secret.reveal().getBytes(StandardCharsets.UTF_8), body));
  }

  private static boolean isSigned(Secret secret, byte[] body, Proof proof, Instant now) {
    if (!proof.time().matches("\\d{1,12}")) {
      return false;
    }
    var sent = Instant.ofEpochSecond(Long.parseLong(proof.time()));
    if (Duration.between(sent, now).abs().compareTo(TOLERANCE) > 0) {
      return false;
    }
    var expected = standard(secret, proof.id(), proof.time(), body);
    boolean right = false;
    for (var one : proof.signature().split(" ", 10)) {
      right |= isSame(expected, one);
    }
    return right;
  }

  /// A signature of Standard Webhooks: over the id, the time and the body.
  static String standard(Secret secret, String id, String time, byte[] body) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(secret.reveal().substring(SIGNING_KEY.length()));
    } catch (IllegalArgumentException _) {
      key = secret.reveal().getBytes(StandardCharsets.UTF_8);
    }
    var head = "%s.%s.".formatted(id, time).getBytes(StandardCharsets.UTF_8);
    var message = new byte[head.length + body.length];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(body, 0, message, head.length, body.length);
    return "v1," + Base64.getEncoder().encodeToString(mac(key, message));
  }

  private static byte[] mac(byte[] key, byte[] message) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  private static boolean isSame(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /// Names a body.
  static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
