package io.loom.server.agent;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// An agent was removed.
record AgentCompleted(String agentId, String reason, @Nullable String projectId) implements Event {
  @Override
  public EventType type() {
    return EventType.AGENT_COMPLETED;
  }

  @Override
  public String subject() {
    return agentId;
  }
}
