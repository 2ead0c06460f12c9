package io.loom.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bead to be made. `type`, `tags` and `assigned_to` may also be called `issue_type`, `labels`
/// and `assignee`.
///
/// @param priority 0 is the most urgent; 2 if it is not said
/// @param blockedBy beads to be closed first
/// @param milestoneId a milestone of its project that it is for
/// @param id of its own; one is made if it is not said
/// @param estimatedTime in minutes
/// @param dependencies of any type, beside those of `blocked_by` and `related_to`
/// @param metadata an object that Loom keeps and does not look at
public record NewBead(
    @Nullable String projectId,
    @Nullable String title,
    @Nullable String type,
    @Nullable String issueType,
    @Nullable String description,
    @Nullable Integer priority,
    @Nullable String parent,
    @Nullable List<String> tags,
    @Nullable List<String> labels,
    @Nullable List<String> blockedBy,
    @Nullable List<String> relatedTo,
    @Nullable Map<String, String> context,
    @Nullable String assignedTo,
    @Nullable String assignee,
    @Nullable String design,
    @Nullable String acceptanceCriteria,
    @Nullable String notes,
    @Nullable Instant dueDate,
    @Nullable Instant deferUntil,
    @Nullable String milestoneId,
    @Nullable String id,
    @Nullable Integer estimatedTime,
    @Nullable String externalRef,
    @Nullable String specId,
    @Nullable List<NewDependency> dependencies,
    @Nullable Map<String, Object> metadata) {
  /// A bead with what nearly every bead has.
  public static NewBead of(
      String projectId, String title, String type, String description, int priority) {
    return new NewBead(
        projectId,
        title,
        type,
        null,
        description,
        priority,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  public NewBead withParent(@Nullable String bead) {
    return with(bead, tags, blockedBy);
  }

  public NewBead withTags(List<String> all) {
    return with(parent, all, blockedBy);
  }

  public NewBead withBlockedBy(List<String> ids) {
    return with(parent, tags, ids);
  }

  private NewBead with(
      @Nullable String bead, @Nullable List<String> allTags, @Nullable List<String> blockers) {
    return new NewBead(
        projectId,
        title,
        type,
        issueType,
        description,
        priority,
        bead,
        allTags,
        labels,
        blockers,
        relatedTo,
        context,
        assignedTo,
        assignee,
        design,
        acceptanceCriteria,
        notes,
        dueDate,
        deferUntil,
        milestoneId,
        id,
        estimatedTime,
        externalRef,
        specId,
        dependencies,
        metadata);
  }
}
