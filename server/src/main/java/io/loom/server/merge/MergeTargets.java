package io.loom.server.merge;

import io.loom.server.git.GitException;

/// Knows the projects that are merged into.
public interface MergeTargets {
  /// @throws GitException when there is no such project any more
  MergeTarget of(String projectId) throws GitException;
}
