package io.loom.server.agent;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// An agent's status changed.
///
/// @param currentBead what it has now
/// @param oldBead what it had before
record AgentStatusChanged(
    String agentId,
    String oldStatus,
    String newStatus,
    @Nullable String currentBead,
    @Nullable String oldBead,
    @Nullable String providerId,
    @Nullable String projectId)
    implements Event {
  static AgentStatusChanged of(Agent before, AgentStatus now, @Nullable String bead) {
    return new AgentStatusChanged(
        before.id(),
        before.status().wireName(),
        now.wireName(),
        bead,
        before.currentBead(),
        before.providerId(),
        before.projectId());
  }

  @Override
  public EventType type() {
    return EventType.AGENT_STATUS_CHANGE;
  }

  @Override
  public String subject() {
    return agentId;
  }
}
