package io.loom.server.bead;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/// Names for new beads, as short as their number allows: `prefix-hash`, and `parent.N` below a
/// parent.
final class BeadIds {
  static final int SHORTEST = 3;
  static final int LONGEST = 8;
  static final int DEEPEST = 3;

  /// With more beads than this the longest hash but two is in use, so nobody needs to count on.
  static final int COUNTED = 40_000;

  private static final int[] HASH_BYTES = {2, 3, 4, 4, 5, 5};

  private BeadIds() {}

  /// The shortest length with which one more of so many beads collides in at most one of four
  /// cases.
  static int length(int existing) {
    int length = SHORTEST;
    while (length < LONGEST && collisionChance(existing, length) > 0.25) {
      length++;
    }
    return length;
  }

  private static double collisionChance(int existing, int length) {
    double pairs = (double) existing * existing / 2;
    return 1 - Math.exp(-pairs / Math.pow(36, length));
  }

  /// @param seed what the bead is about and when it is made
  /// @param nonce another one makes another id
  static String hashed(String prefix, String seed, int nonce, int length) {
    byte[] digest;
    try {
      digest =
          MessageDigest.getInstance("SHA-256")
              .digest((seed + "|" + nonce).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    var number = new BigInteger(1, Arrays.copyOf(digest, HASH_BYTES[length - SHORTEST]));
    var digits = "0".repeat(length) + number.toString(36).toLowerCase(Locale.ROOT);
    return prefix + "-" + digits.substring(digits.length() - length);
  }

  /// How far below its topmost parent an id is.
  static int depth(String id) {
    return (int) id.chars().filter(c -> c == '.').count();
  }

  /// The number of a child, 0 if its id is not one that we would give.
  static int childNumber(String parent, String id) {
    if (!id.startsWith(parent + ".")) {
      return 0;
    }
    var number = id.substring(parent.length() + 1);
    boolean numeric = !number.isEmpty() && number.length() < 8;
    return numeric && number.chars().allMatch(Character::isDigit) ? Integer.parseInt(number) : 0;
  }
}
