package io.loom.bench.demo;

import java.util.List;

/// Ends the demo: what went wrong, then what to do about it, in sentences.
final class DemoFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> lines;

  DemoFailure(String what, String... lines) {
    super(what);
    this.lines = List.of(lines);
  }

  /// What is to be said after the message: details, and what to do.
  List<String> lines() {
    return lines;
  }
}
