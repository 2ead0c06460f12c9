package io.loom.server.decision;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// A question was answered, or withdrawn with an empty answer.
record DecisionResolved(
    String decisionId,
    String projectId,
    @Nullable String beadId,
    @Nullable String runId,
    String kind,
    String decision,
    String deciderId)
    implements Event {
  @Override
  public EventType type() {
    return EventType.DECISION_RESOLVED;
  }

  @Override
  public String subject() {
    return decisionId;
  }
}
