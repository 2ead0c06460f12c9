package io.loom.server.pullrequest;

import io.loom.server.forge.ForgeChecks;
import io.loom.server.forge.ForgePull.Mergeable;
import io.loom.server.merge.Merge;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A bead's result on its way through a pull request.
///
/// @param runId the run that waits for it; absent when that has ended
/// @param step of that run
/// @param base the branch that it is for
/// @param testedBase the commit on which the gate was green
/// @param testedCommit the result, one commit on that
/// @param head the newest commit that Loom pushed to the branch
/// @param candidate what was last about to be pushed; after a crash it tells if the push arrived
/// @param number on the forge; absent before it is opened
/// @param rounds how often its agent was given something back
/// @param failures tries in a row that failed
/// @param notesSeen ids of what was said there and was handed on
/// @param redHead the commit whose failed checks the agent was told of
/// @param fence rises whenever a server takes it; a write with an old one changes nothing
record PullRequest(
    String id,
    String projectId,
    String beadId,
    @Nullable String runId,
    int step,
    String base,
    String branch,
    PullRequestState state,
    String testedBase,
    String testedCommit,
    boolean verified,
    @Nullable String head,
    @Nullable String candidate,
    @Nullable Long number,
    @Nullable String url,
    int rounds,
    ForgeChecks.Result checks,
    Mergeable mergeable,
    @Nullable String detail,
    int failures,
    Set<String> notesSeen,
    @Nullable String redHead,
    @Nullable String mergedCommit,
    long fence,
    Instant nextLook,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {
  /// The branch of a bead's result. Its id is a bead's, so it is a name that git takes.
  static String branchOf(String beadId) {
    return "loom/" + beadId;
  }

  PullRequest {
    notesSeen = Set.copyOf(notesSeen);
  }

  /// The number on the forge, where it is known to be there.
  long forgeNumber() {
    if (number == null) {
      throw new IllegalStateException("pull request %s was never opened".formatted(id));
    }
    return number;
  }

  /// The result as the run that waits for it knows it.
  ///
  /// @param runId of that run
  Merge toMerge(String runId) {
    return new Merge(
        runId + "-" + step,
        projectId,
        base,
        runId,
        step,
        beadId,
        testedBase,
        testedCommit,
        candidate,
        verified,
        detail,
        createdAt);
  }
}
