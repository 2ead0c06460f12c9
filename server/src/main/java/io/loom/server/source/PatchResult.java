package io.loom.server.source;

import java.util.Optional;

/// What came of a patch.
sealed interface PatchResult {
  /// @param commit that is on the branch now; the one that was there when nothing is different
  record Pushed(String branch, String commit, String output) implements PatchResult {}

  record DoesNotApply(String branch, String output) implements PatchResult {}

  /// It makes what Loom lets nobody make by a patch.
  record Forbidden(String path, String reason) implements PatchResult {}

  /// The project, its repository or the branch cannot be opened.
  record NotOpened(Opening why) implements PatchResult {}

  record Protected(String branch) implements PatchResult {}

  record Busy(String branch) implements PatchResult {}

  record Moved(String branch) implements PatchResult {}

  record Refused(String reason) implements PatchResult {}

  /// Whether the patch was all right, but the branch changed meanwhile, so that it is worth while
  /// to begin again.
  static boolean isLost(Optional<PatchResult> result) {
    return result.isPresent() && result.get() instanceof Moved;
  }
}
