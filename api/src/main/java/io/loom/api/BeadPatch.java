package io.loom.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to change in a bead; what is absent stays. An empty text removes a value, and so does a
/// time before 1970.
///
/// @param milestoneId a milestone of its project; empty for none
/// @param context merged into the bead's context key by key
/// @param metadata likewise merged; a key without a value is removed
/// @param addTags beside those that it has, whatever they are by then; so with `remove_tags`
/// @param appendNotes a line more at the end of its notes
public record BeadPatch(
    @Nullable String title,
    @Nullable String type,
    @Nullable String issueType,
    @Nullable String status,
    @Nullable Integer priority,
    @Nullable String projectId,
    @Nullable String assignedTo,
    @Nullable String assignee,
    @Nullable String description,
    @Nullable String parent,
    @Nullable List<String> tags,
    @Nullable List<String> labels,
    @Nullable List<String> blockedBy,
    @Nullable List<String> blocks,
    @Nullable List<String> relatedTo,
    @Nullable List<String> children,
    @Nullable Map<String, String> context,
    @Nullable String design,
    @Nullable String acceptanceCriteria,
    @Nullable String notes,
    @Nullable Integer estimatedTime,
    @Nullable Instant dueDate,
    @Nullable Instant deferUntil,
    @Nullable String milestoneId,
    @Nullable String externalRef,
    @Nullable String specId,
    @Nullable Map<String, @Nullable Object> metadata,
    @Nullable List<String> addTags,
    @Nullable List<String> removeTags,
    @Nullable String appendNotes) {
  /// Changes nothing but the status.
  public static BeadPatch ofStatus(String status) {
    return new BeadPatch(
        null, null, null, status, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  public static BeadPatch ofPriority(int priority) {
    return new BeadPatch(
        null, null, null, null, priority, null, null, null, null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null);
  }

  public static BeadPatch ofContext(Map<String, String> context) {
    return new BeadPatch(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, context, null, null, null, null, null, null, null, null, null, null, null, null,
        null);
  }
}
