package io.loom.bench.demo;

import io.loom.cli.screen.Span;
import io.loom.cli.screen.Tint;
import java.util.List;

/// Lines as columns: when, which bead, how it went, what kind of thing, and the words.
final class LineText {
  private LineText() {}

  static List<Span> of(Line line) {
    return List.of(
        Span.dim("%7s  ".formatted(Elapsed.of(line.at()))),
        Span.bold("%-9s ".formatted(line.bead())),
        new Span(line.sign().mark() + " ", line.sign().tint()),
        new Span("%-8s ".formatted(line.topic()), topicTint(line)),
        Span.of(line.text()));
  }

  private static Tint topicTint(Line line) {
    return switch (line.topic()) {
      case "model" -> Tint.CYAN;
      case "closed", "commit" -> Tint.GREEN;
      case "question" -> Tint.YELLOW;
      default -> Tint.DIM;
    };
  }
}
