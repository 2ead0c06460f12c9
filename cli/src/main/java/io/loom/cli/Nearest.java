package io.loom.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Guesses what a mistyped word was meant to be.
final class Nearest {
  private Nearest() {}

  /// The known word that is closest, if any is close at all.
  static Optional<String> to(String word, Collection<String> known) {
    int far = Math.max(2, word.length() / 2);
    return known.stream()
        .filter(it -> distance(word, it) < far || isBeginning(word, it))
        .min(Comparator.comparingInt(it -> distance(word, it)));
  }

  /// As the end of a sentence that said that the word is unknown.
  static String hint(String word, Collection<String> known) {
    return to(word, known).map(" Did you mean \"%s\"?"::formatted).orElse("");
  }

  private static boolean isBeginning(String word, String known) {
    return word.length() >= 2 && known.startsWith(word);
  }

  /// Letters to insert, drop or replace, and neighbours to swap, to make one of the other.
  private static int distance(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : step(rows, a, b, i, j);
      }
    }
    return rows[a.length()][b.length()];
  }

  private static int step(int[][] rows, String a, String b, int i, int j) {
    int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
  }
}
