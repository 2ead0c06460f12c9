package io.loom.server.merge;

import io.loom.api.EventType;
import io.loom.server.event.Event;

/// What happens in the merge queue. The subject is the bead.
sealed interface MergeEvent extends Event {
  String beadId();

  @Override
  String projectId();

  @Override
  default String subject() {
    return beadId();
  }

  record Queued(String beadId, String projectId, String runId, String commit, String branch)
      implements MergeEvent {
    @Override
    public EventType type() {
      return EventType.MERGE_QUEUED;
    }
  }

  record Completed(String beadId, String projectId, String runId, String commit, String branch)
      implements MergeEvent {
    @Override
    public EventType type() {
      return EventType.MERGE_COMPLETED;
    }
  }

  /// @param text why
  record Rejected(String beadId, String projectId, String runId, String text)
      implements MergeEvent {
    @Override
    public EventType type() {
      return EventType.MERGE_REJECTED;
    }
  }
}
