package io.loom.server.merge;

import org.jdbi.v3.core.Handle;

/// Another way for a result than the queue, for projects that want their changes looked at
/// elsewhere first. It tells the same [MergeListener] what became of a result.
public interface MergeRoute {
  /// The queue alone.
  MergeRoute NONE =
      new MergeRoute() {
        @Override
        public boolean take(Handle transaction, String actor, Merge merge) {
          return false;
        }

        @Override
        public void withdraw(Handle transaction, String runId) {
          // It took nothing.
        }
      };

  /// Takes a result; the same id again changes nothing.
  ///
  /// @return false when the result belongs into the queue
  boolean take(Handle transaction, String actor, Merge merge);

  /// Takes back what an ended run waited for.
  void withdraw(Handle transaction, String runId);
}
