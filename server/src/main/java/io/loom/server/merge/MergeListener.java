package io.loom.server.merge;

import org.jdbi.v3.core.Handle;

/// Who waits for the merge queue. Called in the transaction that settles an entry.
public interface MergeListener {
  /// @param commit on the branch
  void merged(Handle transaction, Merge merge, String commit);

  /// The result has to be worked on again.
  ///
  /// @param tip the branch's commit that it does not go together with
  /// @param text why, for the agent
  void rejected(Handle transaction, Merge merge, String tip, String text);
}
