package io.loom.server;

import io.loom.api.EventType;
import io.loom.server.dispatch.DispatchLoop;
import io.loom.server.event.EventTail;
import io.loom.server.event.StoredEvent;
import io.loom.server.merge.MergeLoop;
import io.loom.server.pullrequest.PullRequestLoop;
import io.loom.server.run.RunLoop;
import io.loom.server.sync.ProjectSync;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which loop a commit wakes. A wake-up carries nothing: the loop looks for itself.
record WakeUps(
    DispatchLoop dispatch,
    RunLoop runs,
    MergeLoop merges,
    PullRequestLoop pullRequests,
    ProjectSync projects) {
  void follow(EventTail tail) {
    tail.onEvent(event -> type(event).ifPresent(type -> wake(type, event.projectId())));
  }

  private static Optional<EventType> type(StoredEvent event) {
    return EventType.find(event.type());
  }

  private void wake(EventType type, @Nullable String projectId) {
    switch (type) {
      case BEAD_CREATED,
          BEAD_UPDATED,
          BEAD_STATUS_CHANGE,
          BEAD_COMPLETED,
          AGENT_SPAWNED,
          AGENT_UPDATED,
          AGENT_STATUS_CHANGE,
          PROVIDER_REGISTERED,
          PROVIDER_UPDATED,
          PROJECT_CREATED,
          PROJECT_UPDATED ->
          dispatch.wake();
      case RUN_ENDED -> {
        dispatch.wake();
        runs.wakeCleaning();
      }
      case RUN_STARTED, RUN_STATE_CHANGE, MERGE_REJECTED, PULL_REQUEST_RETURNED -> runs.wake();
      case DECISION_RESOLVED -> {
        runs.wake();
        dispatch.wake();
      }
      case MERGE_QUEUED -> merges.wake();
      case DEPLOY_KEY_ROTATED, HOST_KEYS_FORGOTTEN, SECRET_CREATED, SECRET_UPDATED -> {
        if (projectId != null) {
          projects.recheck(projectId);
        }
      }
      case PULL_REQUEST_QUEUED,
          EXTERNAL_GITHUB_PR,
          EXTERNAL_GITHUB_PR_UPDATE,
          EXTERNAL_GITHUB_COMMENT,
          EXTERNAL_PR,
          EXTERNAL_PR_UPDATE,
          EXTERNAL_COMMENT ->
          pullRequests.wake();
      case AGENT_COMPLETED,
          BEAD_ASSIGNED,
          DECISION_CREATED,
          PROVIDER_DELETED,
          PROJECT_DELETED,
          MILESTONE_CHANGED,
          RUN_STEP,
          MERGE_COMPLETED,
          PULL_REQUEST_OPENED,
          PULL_REQUEST_PUSHED,
          PULL_REQUEST_MERGED,
          PULL_REQUEST_CLOSED,
          COMMENT_CREATED,
          USER_CREATED,
          USER_UPDATED,
          USER_DELETED,
          USER_LINKED,
          SESSION_STARTED,
          SESSION_REFUSED,
          SESSION_ENDED,
          DEVICE_DECIDED,
          API_KEY_CREATED,
          API_KEY_REVOKED,
          MEMBER_CHANGED,
          MEMBER_REMOVED,
          ORGANISATION_CREATED,
          ORGANISATION_UPDATED,
          ORGANISATION_DELETED,
          SECRET_DELETED,
          SECRET_REVEALED,
          DEPLOY_KEY_CREATED,
          DEPLOY_KEY_ENDED,
          VAULT_ROTATED,
          VAULT_PASSWORD_CHANGED,
          EXTERNAL_GITHUB_ISSUE,
          EXTERNAL_ISSUE,
          EXTERNAL_RELEASE -> {
        // Nothing waits for these.
      }
    }
  }
}
