package io.loom.server.run;

import java.util.Locale;

/// What a step of a run does. The stored name is the lower-case enum name: add, never rename.
public enum StepKind {
  /// Makes the workspace and the first messages.
  PREPARE,
  /// One exchange with the model.
  TURN,
  /// One action that the model asked for.
  ACTION,
  /// Takes the result and proves it with the project's build and tests.
  GATE,
  /// Waits in the merge queue.
  MERGE,
  /// Brings the branch's newer commits into the workspace.
  REBASE,
  /// Asks people whether the run may go on beyond its budget.
  ASK;

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StepKind parse(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
