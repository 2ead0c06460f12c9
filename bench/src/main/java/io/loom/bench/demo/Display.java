package io.loom.bench.demo;

import java.time.Instant;

/// Shows the work while it goes on.
sealed interface Display extends AutoCloseable permits PlainDisplay, LiveDisplay {
  /// Shows what has happened, for good.
  void line(Line line);

  /// Shows how things stand now, until they change.
  void stand(Progress progress, Instant now);

  /// Leaves the terminal as it was.
  @Override
  void close();
}
