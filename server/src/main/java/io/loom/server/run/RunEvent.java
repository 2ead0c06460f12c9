package io.loom.server.run;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// What happens to runs. The subject is the run.
sealed interface RunEvent extends Event {
  String runId();

  @Override
  String projectId();

  @Override
  default String subject() {
    return runId();
  }

  record Started(
      String runId,
      String beadId,
      String projectId,
      String agentId,
      String agentName,
      String beadTitle,
      String model,
      int hop)
      implements RunEvent {
    @Override
    public EventType type() {
      return EventType.RUN_STARTED;
    }
  }

  /// @param text one line about what came of it
  record Step(
      String runId,
      String beadId,
      String projectId,
      String agentId,
      int n,
      String kind,
      String name,
      String text,
      boolean ok,
      long costMicros)
      implements RunEvent {
    @Override
    public EventType type() {
      return EventType.RUN_STEP;
    }
  }

  record StateChange(
      String runId, String beadId, String projectId, String state, @Nullable String detail)
      implements RunEvent {
    @Override
    public EventType type() {
      return EventType.RUN_STATE_CHANGE;
    }
  }

  record Ended(
      String runId,
      String beadId,
      String projectId,
      String agentId,
      String reason,
      String detail,
      @Nullable String commit,
      long costMicros)
      implements RunEvent {
    @Override
    public EventType type() {
      return EventType.RUN_ENDED;
    }
  }
}
