package io.loom.server.run;

import java.util.Locale;

/// Why a run ended. The stored and public name is the lower-case enum name: add, never rename.
public enum TerminalReason {
  /// Merged, or found that nothing needs to change.
  COMPLETED,
  /// Given to a person.
  ESCALATED,
  /// The model answered twice in a row without any action.
  NO_ACTIONS,
  /// Two answers in a row could not be read.
  PARSE_FAILURES,
  /// Four actions in a row had missing or wrong fields.
  VALIDATION_FAILURES,
  /// The same action had the same result again and again.
  INNER_LOOP,
  MAX_ITERATIONS,
  MAX_TIME,
  MAX_COST,
  /// The provider refuses: wrong key, unknown model, malformed request.
  PROVIDER_REFUSED,
  CONTEXT_TOO_LONG,
  /// The repository cannot be fetched or the workspace cannot be made.
  SETUP_FAILED,
  WORKSPACE_LOST,
  /// The result holds what looks like a secret, or cannot be taken.
  RESULT_REFUSED,
  /// Stopped by a person.
  CONTEXT_CANCELED,
  /// Another run holds the bead, or it was closed meanwhile.
  BEAD_LOST,
  ERROR;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
