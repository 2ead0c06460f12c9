package io.loom.api;

import java.util.List;

/// What an import of beads came to, or would come to.
///
/// @param created how many beads are new
/// @param updated how many were there and have changed
/// @param unchanged how many were there as they are in the file
/// @param memories lines that `bd remember` wrote, which Loom does not keep
/// @param ids of what was created or updated
/// @param staleSkippedIds of beads that were changed here since, and so stay
/// @param tombstoneSkippedIds of beads that the file says are deleted
/// @param skippedDependencies to beads of which the caller may not know
/// @param problems lines that are no beads
/// @param dryRun whether nothing was changed
public record BeadImportView(
    int created,
    int updated,
    int unchanged,
    int memories,
    List<String> ids,
    List<String> staleSkippedIds,
    List<String> tombstoneSkippedIds,
    List<Dependency> skippedDependencies,
    List<Problem> problems,
    boolean dryRun) {
  /// An edge that was not taken over.
  public record Dependency(String issueId, String dependsOnId, String type) {}

  /// @param line counted from one
  public record Problem(int line, String detail) {}

  public BeadImportView {
    ids = List.copyOf(ids);
    staleSkippedIds = List.copyOf(staleSkippedIds);
    tombstoneSkippedIds = List.copyOf(tombstoneSkippedIds);
    skippedDependencies = List.copyOf(skippedDependencies);
    problems = List.copyOf(problems);
  }
}
