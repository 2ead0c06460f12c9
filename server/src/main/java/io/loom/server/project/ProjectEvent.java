package io.loom.server.project;

import io.loom.api.EventType;
import io.loom.server.event.Event;

/// What happens to projects, for the event log.
sealed interface ProjectEvent extends Event {
  @Override
  String projectId();

  @Override
  default String subject() {
    return projectId();
  }

  /// A project was created.
  record Created(String projectId, String name) implements ProjectEvent {
    @Override
    public EventType type() {
      return EventType.PROJECT_CREATED;
    }
  }

  /// Something about a project changed.
  ///
  /// @param change `settings`, `status`, `readiness`, `head`, `beads`, `comment`, and what people
  ///   do to the repository: `files`, `commit`, `push`, `sync`; public, never renamed
  record Updated(String projectId, String name, String status, boolean ready, String change)
      implements ProjectEvent {
    static Updated of(Project project, String change) {
      return new Updated(
          project.id(),
          project.name(),
          project.status().wireName(),
          project.readiness().ready(),
          change);
    }

    @Override
    public EventType type() {
      return EventType.PROJECT_UPDATED;
    }
  }

  /// A project was deleted.
  record Deleted(String projectId, String name) implements ProjectEvent {
    @Override
    public EventType type() {
      return EventType.PROJECT_DELETED;
    }
  }
}
