package io.loom.bench.rehearse;

import java.time.Duration;
import java.util.regex.Pattern;

/// How a length of time is written in a script and on the command line: `50ms`, `2s`, `1m`.
final class DurationText {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})(ms|s|m)");

  private DurationText() {}

  static Duration parse(String text) {
    var match = SYNTAX.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a length of time; write it like 50ms, 2s or 1m".formatted(text));
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }
}
