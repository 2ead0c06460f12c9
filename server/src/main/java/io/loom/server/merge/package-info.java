/// The merge queue: one per branch, in order, by rebase and fast-forward, never by force.
///
/// A run queues a commit whose gate was green. When the branch has moved since, the commit is
/// rebased without a work tree and its gate is run again. What was merged or sent back is told to
/// the [io.loom.server.merge.MergeListener] in the same transaction.
@NullMarked
package io.loom.server.merge;

import org.jspecify.annotations.NullMarked;
