package io.loom.cli.screen;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// Times the way people say them.
public final class Age {
  private Age() {}

  /// Such as `3m ago`. What is no time of the wire stays what it is; empty stays empty.
  public static String of(String timestamp, Instant now) {
    try {
      return timestamp.isEmpty() ? "" : of(Instant.parse(timestamp), now);
    } catch (DateTimeException _) {
      return timestamp;
    }
  }

  static String of(Instant then, Instant now) {
    var age = Duration.between(then, now);
    if (age.isNegative()) {
      // Clocks differ a little; only a time that is clearly ahead is said as one.
      return age.compareTo(Duration.ofSeconds(-5)) > 0 ? "just now" : "in " + span(age.negated());
    }
    if (age.compareTo(Duration.ofDays(60)) >= 0) {
      return then.toString().substring(0, 10);
    }
    return age.toSeconds() < 5 ? "just now" : span(age) + " ago";
  }

  /// How long something took or is away, in its largest unit.
  public static String span(Duration time) {
    if (time.toSeconds() < 60) {
      return time.toSeconds() + "s";
    }
    if (time.toMinutes() < 60) {
      return time.toMinutes() + "m";
    }
    return time.toHours() < 48 ? time.toHours() + "h" : time.toDays() + "d";
  }
}
