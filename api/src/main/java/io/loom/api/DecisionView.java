package io.loom.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A question with its answer, in the shape of a bead of type `decision`.
///
/// @param status `open` or `closed`
/// @param parent the bead it is about, as `bead_id` is
/// @param runId the run that waits for the answer
/// @param decision empty when the question was withdrawn
public record DecisionView(
    String id,
    String type,
    String title,
    String description,
    String status,
    int priority,
    String projectId,
    @Nullable String parent,
    @Nullable String beadId,
    @Nullable String runId,
    String kind,
    List<String> tags,
    Map<String, String> context,
    String question,
    List<String> options,
    String recommendation,
    String requesterId,
    @Nullable String deciderId,
    @Nullable String decision,
    @Nullable String rationale,
    @Nullable Instant decidedAt,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant closedAt) {}
