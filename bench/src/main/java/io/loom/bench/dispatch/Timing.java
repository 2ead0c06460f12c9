package io.loom.bench.dispatch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How long something took, over all samples, in milliseconds.
///
/// @param bar what it is to stay within
record Timing(
    String what, int samples, double p50, double p90, double p99, double max, @Nullable Bar bar) {
  /// The most that percentiles may be, in milliseconds.
  record Bar(@Nullable Double p50, @Nullable Double p99) {
    static Bar p99(double millis) {
      return new Bar(null, millis);
    }
  }

  /// @param nanos one per sample
  static Timing of(String what, long[] nanos, @Nullable Bar bar) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Timing(
        what,
        sorted.length,
        percentile(sorted, 0.50),
        percentile(sorted, 0.90),
        percentile(sorted, 0.99),
        percentile(sorted, 1.0),
        bar);
  }

  private static double percentile(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, rank)] / 1e6;
  }

  boolean isWithinBar() {
    return bar == null
        || ((bar.p50() == null || p50 <= bar.p50()) && (bar.p99() == null || p99 <= bar.p99()));
  }
}
