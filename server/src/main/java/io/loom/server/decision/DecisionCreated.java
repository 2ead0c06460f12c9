package io.loom.server.decision;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// A question waits for an answer.
record DecisionCreated(
    String decisionId,
    String projectId,
    @Nullable String beadId,
    @Nullable String runId,
    String kind,
    String question,
    String requesterId,
    int priority)
    implements Event {
  @Override
  public EventType type() {
    return EventType.DECISION_CREATED;
  }

  @Override
  public String subject() {
    return decisionId;
  }
}
