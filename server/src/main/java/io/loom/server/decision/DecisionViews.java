package io.loom.server.decision;

import io.loom.api.DecisionView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decisions as the API shows them.
public final class DecisionViews {
  private DecisionViews() {}

  public static DecisionView view(Decision decision) {
    @Nullable Answer answer = decision.answer();
    @Nullable Instant decidedAt = answer == null ? null : answer.decidedAt();
    return new DecisionView(
        decision.id(),
        "decision",
        decision.question().lines().findFirst().orElse(""),
        decision.question(),
        decision.status().wireName(),
        decision.priority(),
        decision.projectId(),
        decision.beadId(),
        decision.beadId(),
        decision.runId(),
        decision.kind(),
        List.of(),
        Map.of(),
        decision.question(),
        decision.options(),
        decision.recommendation(),
        decision.requesterId(),
        answer == null ? null : answer.deciderId(),
        answer == null ? null : answer.decision(),
        answer == null ? null : answer.rationale(),
        decidedAt,
        decision.createdAt(),
        decidedAt == null ? decision.createdAt() : decidedAt,
        decidedAt);
  }
}
