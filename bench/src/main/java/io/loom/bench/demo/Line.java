package io.loom.bench.demo;

import io.loom.cli.screen.Tint;
import java.time.Duration;

/// Something that happened, for people.
///
/// @param at since the first event
/// @param bead empty when it is about no bead
/// @param topic one word: what kind of thing it is
record Line(Duration at, String bead, Sign sign, String topic, String text) {
  /// How it went.
  enum Sign {
    NEUTRAL(" ", Tint.PLAIN),
    GOOD("✓", Tint.GREEN),
    BAD("✗", Tint.RED),
    QUESTION("?", Tint.YELLOW);

    private final String mark;
    private final Tint tint;

    Sign(String mark, Tint tint) {
      this.mark = mark;
      this.tint = tint;
    }

    String mark() {
      return mark;
    }

    Tint tint() {
      return tint;
    }
  }
}
