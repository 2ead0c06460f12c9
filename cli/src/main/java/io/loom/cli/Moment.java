package io.loom.cli;

import io.loom.cli.rest.Failure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/// A moment as people and `bd` write it: `2026-09-20`, `2026-09-20T06:00:00Z`, `+6h`, `+2w`,
/// `tomorrow`; nothing to have none.
final class Moment {
  private static final Pattern FROM_NOW = Pattern.compile("\\+(\\d{1,4})([mhdw])");

  private Moment() {}

  static String parse(String text, Terminal terminal) {
    if (text.isBlank()) {
      return "1969-12-31T00:00:00Z"; // before 1970 means none
    }
    var now = terminal.clock().instant();
    var relative = FROM_NOW.matcher(text);
    if (relative.matches()) {
      return now.plus(unit(relative.group(2)).multipliedBy(Long.parseLong(relative.group(1))))
          .toString();
    }
    try {
      return absolute(text, now, terminal).toString();
    } catch (DateTimeException _) {
      throw Failure.usage(
          "\"%s\" is no time; write 2026-09-20, 2026-09-20T06:00:00Z or +2d.".formatted(text));
    }
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      default -> Duration.ofDays(7);
    };
  }

  private static Instant absolute(String text, Instant now, Terminal terminal) {
    if (text.equals("tomorrow")) {
      var day = LocalDate.ofInstant(now, terminal.zone()).plusDays(1);
      return day.atStartOfDay(terminal.zone()).toInstant();
    }
    return text.length() <= "2026-09-20".length()
        ? LocalDate.parse(text).atStartOfDay(terminal.zone()).toInstant()
        : OffsetDateTime.parse(text).toInstant();
  }
}
