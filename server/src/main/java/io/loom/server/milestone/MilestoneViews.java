package io.loom.server.milestone;

import io.loom.api.MilestoneView;

/// Milestones as the API shows them.
public final class MilestoneViews {
  private MilestoneViews() {}

  public static MilestoneView view(Milestone milestone) {
    return new MilestoneView(
        milestone.id(),
        milestone.projectId(),
        milestone.name(),
        milestone.description(),
        milestone.type(),
        milestone.status(),
        milestone.dueDate(),
        milestone.startDate(),
        milestone.completedAt(),
        milestone.createdAt());
  }
}
