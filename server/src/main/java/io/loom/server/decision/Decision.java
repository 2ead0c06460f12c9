package io.loom.server.decision;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question, and its answer once it has one. The fields are those of [NewDecision].
///
/// @param answer present exactly when the question no longer waits
public record Decision(
    String id,
    String projectId,
    @Nullable String beadId,
    @Nullable String runId,
    String kind,
    String question,
    List<String> options,
    String recommendation,
    String requesterId,
    int priority,
    @Nullable Answer answer,
    Instant createdAt) {
  public Decision {
    options = List.copyOf(options);
  }

  public DecisionStatus status() {
    return answer == null ? DecisionStatus.OPEN : DecisionStatus.CLOSED;
  }

  /// Whether this text answers the question.
  boolean takes(String decision) {
    return options.isEmpty() ? !decision.isBlank() : options.contains(decision);
  }
}
