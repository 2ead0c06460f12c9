package io.loom.server.git;

import java.util.List;

/// What merging two commits came to.
public sealed interface MergeOutcome {
  /// @param tree of the merged content
  record Clean(String tree) implements MergeOutcome {}

  /// @param paths that both sides changed
  record Conflict(List<String> paths) implements MergeOutcome {
    public Conflict {
      paths = List.copyOf(paths);
    }
  }
}
