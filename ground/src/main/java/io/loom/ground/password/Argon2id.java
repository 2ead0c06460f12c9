package io.loom.ground.password;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id, version 1.3 (RFC 9106), at one cost. The memory is free again after each use.
///
/// @param memoryKib memory that each use takes, in KiB
/// @param iterations passes over that memory
/// @param lanes computed one after the other here
public record Argon2id(int memoryKib, int iterations, int lanes) {
  private static final int HASH_BYTES = 32;

  /// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, as the PHC string format has it.
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})"
              + "\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /// The cost that one attempt may have at the most: 1 GiB.
  private static final int MOST_KIB = 1 << 20;

  public Argon2id {
    if (lanes < 1 || iterations < 1 || memoryKib < 8 * lanes || memoryKib > MOST_KIB) {
      throw new IllegalArgumentException(
          "Argon2id with %d KiB, %d passes and %d lanes".formatted(memoryKib, iterations, lanes));
    }
  }

  public byte[] derive(byte[] password, byte[] salt, int length) {
    var parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(lanes)
            .withSalt(salt)
            .build();
    var generator = new Argon2BytesGenerator();
    generator.init(parameters);
    var derived = new byte[length];
    generator.generateBytes(password, derived);
    return derived;
  }

  /// A hash in PHC form.
  public String hash(byte[] password, byte[] salt) {
    return phc(salt, derive(password, salt, HASH_BYTES));
  }

  /// A hash in PHC form that no password has.
  public String hashOfNothing(byte[] salt) {
    return phc(salt, new byte[HASH_BYTES]);
  }

  private String phc(byte[] salt, byte[] hash) {
    var base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib, iterations, lanes, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  /// Whether a password is that of a hash, at the cost that the hash was made with.
  ///
  /// @param phc in PHC form
  /// @throws IllegalArgumentException when it is not
  public static boolean matches(byte[] password, String phc) {
    var parts = PHC.matcher(phc);
    if (!parts.matches()) {
      throw new IllegalArgumentException("The stored hash is not one of Argon2id.");
    }
    var cost =
        new Argon2id(
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)));
    var expected = Base64.getDecoder().decode(parts.group(5));
    var salt = Base64.getDecoder().decode(parts.group(4));
    return MessageDigest.isEqual(expected, cost.derive(password, salt, expected.length));
  }
}
