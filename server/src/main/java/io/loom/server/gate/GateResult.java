package io.loom.server.gate;

/// What a gate found.
public sealed interface GateResult {
  /// For people and for the agent: which command failed, and its output.
  String text();

  /// @param verified false when the project has no commands, so that only applying it was proved
  record Green(boolean verified, String text) implements GateResult {}

  record Red(String text) implements GateResult {}

  /// The gate itself could not run; it says nothing about the commit.
  record Broken(String text) implements GateResult {}
}
