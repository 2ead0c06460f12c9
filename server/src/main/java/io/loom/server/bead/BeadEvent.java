package io.loom.server.bead;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.loom.api.EventType;
import io.loom.server.bead.file.BeadDocument;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// What happens to beads.
public sealed interface BeadEvent extends Event {
  String beadId();

  @Override
  String projectId();

  @Override
  default String subject() {
    return beadId();
  }

  record Created(
      String beadId,
      String projectId,
      String title,
      @JsonProperty("type") String beadType,
      int priority,
      String status,
      String assignedTo)
      implements BeadEvent {
    static Created of(String projectId, BeadDocument bead) {
      return new Created(
          bead.id(),
          projectId,
          bead.text("title"),
          bead.type(),
          bead.priority(),
          bead.status(),
          bead.text("assignee"));
    }

    @Override
    public EventType type() {
      return EventType.BEAD_CREATED;
    }
  }

  /// @param title as it is now
  record Updated(String beadId, String projectId, String title) implements BeadEvent {
    @Override
    public EventType type() {
      return EventType.BEAD_UPDATED;
    }
  }

  /// @param assignedTo who claimed it, or the run that took it
  record Assigned(String beadId, String projectId, String assignedTo) implements BeadEvent {
    @Override
    public EventType type() {
      return EventType.BEAD_ASSIGNED;
    }
  }

  /// @param status the new one
  /// @param reason why, if it was said
  record StatusChange(
      String beadId, String projectId, String oldStatus, String status, @Nullable String reason)
      implements BeadEvent {
    @Override
    public EventType type() {
      return EventType.BEAD_STATUS_CHANGE;
    }
  }

  record Completed(
      String beadId,
      String projectId,
      String title,
      @Nullable String reason,
      @Nullable String mergedCommit)
      implements BeadEvent {
    @Override
    public EventType type() {
      return EventType.BEAD_COMPLETED;
    }
  }

  record Commented(String beadId, String projectId, String author, String text)
      implements BeadEvent {
    @Override
    public EventType type() {
      return EventType.COMMENT_CREATED;
    }
  }
}
