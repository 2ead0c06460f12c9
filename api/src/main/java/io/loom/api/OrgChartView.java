package io.loom.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The seats of a project, and the agents that sit on them.
public record OrgChartView(
    String id,
    String projectId,
    String name,
    List<PositionView> positions,
    boolean isTemplate,
    @Nullable String parentId,
    Instant createdAt,
    Instant updatedAt) {
  /// A seat.
  ///
  /// @param maxInstances how many agents it takes, 0 for any number
  /// @param reportsTo the id of the seat above; absent at the top
  /// @param state `vacant`, `partial` while there is room beside who sits there, or `filled`
  public record PositionView(
      String id,
      String roleName,
      String title,
      String personaPath,
      boolean required,
      int maxInstances,
      List<String> agentIds,
      @Nullable String reportsTo,
      String state,
      Instant createdAt) {}
}
