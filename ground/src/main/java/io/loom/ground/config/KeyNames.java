package io.loom.ground.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// How keys are spelled, and which known one a misspelled one was probably meant to be.
final class KeyNames {
  private KeyNames() {}

  /// `httpPort` becomes `http_port`.
  static String snakeCase(String component) {
    var key = new StringBuilder();
    for (int i = 0; i < component.length(); i++) {
      char letter = component.charAt(i);
      if (Character.isUpperCase(letter)) {
        key.append('_').append(Character.toLowerCase(letter));
      } else {
        key.append(letter);
      }
    }
    return key.toString();
  }

  /// `BRANCH_PR` becomes `branch-pr`.
  static String ofConstant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<String> nearest(String unknown, Collection<String> known) {
    var normal = unknown.toLowerCase(Locale.ROOT).replace('-', '_');
    int limit = Math.max(2, normal.length() / 3);
    return known.stream()
        .filter(key -> distance(normal, key) <= limit)
        .min(Comparator.comparingInt(key -> distance(normal, key)));
  }

  /// The least number of inserted, deleted, replaced or swapped letters that turn one into the
  /// other.
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int step(int[][] cost, String from, String to, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
