package io.loom.server.source;

import java.util.List;

/// What came of syncing, committing or pushing a project's base worktree.
sealed interface WorktreeResult {
  /// @param changed whether anything is different now
  /// @param files that were committed
  record Done(String branch, boolean changed, String message, String commit, List<String> files)
      implements WorktreeResult {
    public Done {
      files = List.copyOf(files);
    }
  }

  record NoSuchProject() implements WorktreeResult {}

  record NotFetched(String why) implements WorktreeResult {}

  /// Something was made that Loom commits for nobody.
  record Forbidden(String path, String reason) implements WorktreeResult {}

  record Conflict(List<String> paths) implements WorktreeResult {
    public Conflict {
      paths = List.copyOf(paths);
    }
  }

  record Protected(String branch) implements WorktreeResult {}

  record Busy(String branch) implements WorktreeResult {}

  record Moved(String branch) implements WorktreeResult {}

  record Refused(String reason) implements WorktreeResult {}
}
