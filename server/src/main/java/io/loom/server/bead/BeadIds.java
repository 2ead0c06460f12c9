package io.loom.server.bead;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/// Names for new beads, as short as their number allows: `prefix-hash`, and `parent.N` below a
/// parent.
final class BeadIds {
  private static final int SHORTEST = 3;
  private static final int LONGEST = 8;
  static final int DEEPEST = 3;
  private static final int NONCES = 10;

  /// Counting stops here: six characters are enough for any number that follows, since an id that
  /// is taken is not given again.
  private static final int COUNTED = 6_000;

  private static final int[] HASH_BYTES = {2, 3, 4, 4, 5, 5};

  private BeadIds() {}

  /// An id that no bead has.
  ///
  /// @param prefix with its hyphen
  /// @param seed what the bead is about and when it is made
  static String fresh(
      BeadRepository beads, Handle queries, String project, String prefix, String seed) {
    int length = length(beads.count(queries, project, COUNTED));
    for (int nonce = 0; ; nonce++) {
      int longer = Math.min(LONGEST, length + nonce / NONCES);
      var id = prefix + hash(seed, nonce, longer);
      if (beads.find(queries, id).isEmpty()) {
        return id;
      }
    }
  }

  /// The id of one more child.
  static String child(BeadRepository beads, Handle queries, String parent) {
    int next = 1;
    for (var child : beads.childIds(queries, parent)) {
      next = Math.max(next, 1 + childNumber(parent, child));
    }
    while (beads.find(queries, parent + "." + next).isPresent()) {
      next++;
    }
    return parent + "." + next;
  }

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

  private static String hash(String seed, int nonce, int length) {
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
    return digits.substring(digits.length() - length);
  }

  /// How far below its topmost parent an id is.
  static int depth(String id) {
    return (int) id.chars().filter(c -> c == '.').count();
  }

  /// The number of a child, 0 if its id is not one that we would give.
  private static int childNumber(String parent, String id) {
    if (!id.startsWith(parent + ".")) {
      return 0;
    }
    var number = id.substring(parent.length() + 1);
    boolean numeric = !number.isEmpty() && number.length() < 8;
    return numeric && number.chars().allMatch(Character::isDigit) ? Integer.parseInt(number) : 0;
  }
}
