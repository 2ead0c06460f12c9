package io.loom.server.merge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A result that waits to be merged.
///
/// @param step of the run that waits for it
/// @param testedBase the branch's commit on which the gate was green
/// @param testedCommit the result, one commit on that base
/// @param candidate what was last about to be pushed; after a crash it tells if the push arrived
/// @param verified whether the project's own tests proved the result
/// @param detail what last kept it from being merged, in words
public record Merge(
    String id,
    String projectId,
    String branch,
    String runId,
    int step,
    String beadId,
    String testedBase,
    String testedCommit,
    @Nullable String candidate,
    boolean verified,
    @Nullable String detail,
    Instant createdAt) {}
