package io.loom.bench.demo;

import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import java.time.Instant;

/// Lines, and nothing that moves: for files, pipes and logs.
final class PlainDisplay implements Display {
  private final Screen screen;

  PlainDisplay(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void line(Line line) {
    screen.line(LineText.of(line).toArray(Span[]::new));
  }

  @Override
  public void stand(Progress progress, Instant now) {
    // The lines say it all.
  }

  @Override
  public void close() {
    // Nothing was changed.
  }
}
