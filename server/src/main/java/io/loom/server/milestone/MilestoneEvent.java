package io.loom.server.milestone;

import io.loom.api.EventType;
import io.loom.server.event.Event;

/// A milestone of a project came, changed or went.
///
/// @param change `created`, `updated` or `deleted`; public, never renamed
record MilestoneEvent(
    String milestoneId, String projectId, String name, String status, String change)
    implements Event {
  static MilestoneEvent of(Milestone milestone, String change) {
    return new MilestoneEvent(
        milestone.id(), milestone.projectId(), milestone.name(), milestone.status(), change);
  }

  @Override
  public EventType type() {
    return EventType.MILESTONE_CHANGED;
  }

  @Override
  public String subject() {
    return milestoneId;
  }
}
