package io.loom.server.decision;

import java.util.List;

/// What came of an answer.
public sealed interface DecideResult {
  /// It counts; or the same answer was given before.
  record Decided(Decision decision) implements DecideResult {}

  /// Another answer was given before.
  record AlreadyDecided(Answer answer) implements DecideResult {}

  /// @param options what can be answered; empty when any text that is not blank
  record NotAnOption(List<String> options) implements DecideResult {}

  record NoSuchDecision() implements DecideResult {}
}
