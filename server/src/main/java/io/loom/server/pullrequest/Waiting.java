package io.loom.server.pullrequest;

import io.loom.server.merge.MergeListener;

/// Who waits for pull requests.
///
/// @param runs told in the transaction that settles one
record Waiting(MergeListener runs) {}
