package io.loom.server.bead;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a run lets go of its bead.
public sealed interface Release {
  /// What the run spent, added to what the bead has cost.
  long costMicros();

  /// Open again.
  ///
  /// @param notBefore no run takes it earlier
  /// @param hold why no run takes it until somebody lifts this; usually none
  record Again(Instant notBefore, @Nullable String hold, long costMicros) implements Release {}

  /// It waits for people: status `blocked` until somebody decides.
  ///
  /// @param hold why, in a sentence for them
  record Blocked(String hold, long costMicros) implements Release {}

  /// Done.
  ///
  /// @param mergedCommit where the result is, if there is one
  /// @param isVerified whether a gate of the project's own commands was green
  record Closed(String reason, @Nullable String mergedCommit, boolean isVerified, long costMicros)
      implements Release {}
}
