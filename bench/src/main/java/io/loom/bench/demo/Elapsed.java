package io.loom.bench.demo;

import java.time.Duration;
import java.util.Locale;

/// How long something took, short: `4.2s`, `1m07s`.
final class Elapsed {
  private Elapsed() {}

  static String of(Duration time) {
    return time.toSeconds() < 60
        ? String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0)
        : whole(time);
  }

  /// In whole seconds, for what changes while it is looked at.
  static String whole(Duration time) {
    return time.toSeconds() < 60
        ? time.toSeconds() + "s"
        : "%dm%02ds".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
