package io.loom.server.action;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds what a model probably meant by a passage that is not in a file, so that it can see the
/// difference. Pure.
final class NearestPassage {
  private static final int AROUND = 2;
  private static final int MAX_LINES = 40;
  private static final double LEAST_LIKENESS = 0.5;

  private NearestPassage() {}

  /// Numbered lines, or nothing when no line is like one of the passage.
  static String find(List<String> lines, List<String> passage) {
    int best = -1;
    int bestScore = 0;
    for (int at = 0; at < lines.size(); at++) {
      int score = equalLines(lines, passage, at);
      if (score > bestScore) {
        bestScore = score;
        best = at;
      }
    }
    if (best < 0) {
      best = likeliestLine(lines, passage);
    }
    return best < 0 ? "" : numbered(lines, best - AROUND, best + passage.size() + AROUND);
  }

  private static int equalLines(List<String> lines, List<String> passage, int at) {
    int equal = 0;
    for (int i = 0; i < passage.size() && at + i < lines.size(); i++) {
      var wanted = passage.get(i).strip();
      // A lone brace is like every other.
      if (wanted.length() > 2 && wanted.equals(lines.get(at + i).strip())) {
        equal++;
      }
    }
    return equal;
  }

  private static int likeliestLine(List<String> lines, List<String> passage) {
    var wanted =
        pairs(passage.stream().filter(line -> !line.isBlank()).findFirst().orElse("").strip());
    int best = -1;
    double bestLikeness = LEAST_LIKENESS;
    for (int at = 0; at < lines.size(); at++) {
      double likeness = likeness(wanted, pairs(lines.get(at).strip()));
      if (likeness > bestLikeness) {
        bestLikeness = likeness;
        best = at;
      }
    }
    return best;
  }

  /// From 0 to 1: the share of neighbouring characters that both have (Dice's coefficient).
  private static double likeness(Set<String> left, Set<String> right) {
    long shared = left.stream().filter(right::contains).count();
    return left.isEmpty() || right.isEmpty() ? 0 : 2.0 * shared / (left.size() + right.size());
  }

  private static Set<String> pairs(String line) {
    var pairs = new HashSet<String>();
    for (int i = 0; i + 2 <= Math.min(line.length(), 500); i++) {
      pairs.add(line.substring(i, i + 2));
    }
    return pairs;
  }

  private static String numbered(List<String> lines, int from, int to) {
    var text = new StringBuilder();
    int end = Math.min(Math.min(to, lines.size()), Math.max(0, from) + MAX_LINES);
    for (int at = Math.max(0, from); at < end; at++) {
      text.append(at + 1).append(": ").append(OutputText.start(lines.get(at), 300)).append('\n');
    }
    return text.toString();
  }
}
