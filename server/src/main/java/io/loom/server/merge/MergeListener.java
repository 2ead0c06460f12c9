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

  /// People looked at the result and want something of its agent.
  ///
  /// @param head the commit that they looked at; the work goes on from there
  /// @param text what they said, for the agent
  /// @return false when the agent cannot be told now: ask again later
  boolean returned(Handle transaction, Merge merge, String head, String text);

  /// People do not want the result.
  ///
  /// @param text why, for whoever decides what becomes of the bead
  void declined(Handle transaction, Merge merge, String text);
}
