package io.loom.server.bead;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The milestone that a bead is for. It is a matter of the project and not of the repository, so it
/// is kept in the bead's context and not in the file of beads.
final class BeadMilestones {
  static final String KEY = "milestone_id";

  private BeadMilestones() {}

  /// A context with the milestone that was given beside it, if one was.
  static @Nullable Map<String, String> context(
      @Nullable Map<String, String> context, @Nullable String milestoneId) {
    if (milestoneId == null) {
      return context;
    }
    var both = new TreeMap<String, String>();
    if (context != null) {
      both.putAll(context);
    }
    both.put(KEY, milestoneId);
    return both;
  }

  /// What is wrong with the milestone of a context, if it names one.
  static Optional<BeadResult> problem(
      BeadRepository beads,
      Handle queries,
      String projectId,
      @Nullable Map<String, String> context) {
    var id = context == null ? "" : BeadEdits.orEmpty(context.get(KEY));
    return id.isEmpty() || beads.hasMilestone(queries, projectId, id)
        ? Optional.empty()
        : Optional.of(
            new BeadResult.Invalid(
                KEY, "Project %s has no milestone '%s'.".formatted(projectId, id)));
  }
}
