package io.loom.bench.rehearse;

import java.util.Locale;

/// How a request ended. The names are written to logs: add some, never rename one.
public enum Outcome {
  /// Answered in full, as the script says.
  ANSWERED,
  /// Refused without the script: no such route, no key, no rule, or a body that makes no sense.
  REFUSED,
  /// The client left before it had the whole answer.
  CLIENT_GONE,
  STATUS,
  HANG,
  CUT,
  MALFORMED,
  HTML;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
