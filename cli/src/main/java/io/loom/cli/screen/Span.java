package io.loom.cli.screen;

/// A piece of one line. Its text is harmless once it is here.
public record Span(String text, Tint tint) {
  public Span {
    text = PlainText.line(text);
  }

  public static Span of(String text) {
    return new Span(text, Tint.PLAIN);
  }

  public static Span dim(String text) {
    return new Span(text, Tint.DIM);
  }

  public static Span bold(String text) {
    return new Span(text, Tint.BOLD);
  }

  public static Span status(String status) {
    return new Span(status, Tint.ofStatus(status));
  }
}
