package io.loom.server.pullrequest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// What happens to a pull request. The subject is the bead.
///
/// @param id of the pull request here
/// @param number on the forge
/// @param commit that was queued, pushed or merged
/// @param text what was said, or why
record PullRequestEvent(
    @JsonIgnore EventType type,
    String id,
    String beadId,
    String projectId,
    @Nullable Long number,
    @Nullable String url,
    @Nullable String commit,
    @Nullable String text)
    implements Event {
  static PullRequestEvent of(
      EventType type, PullRequest pull, @Nullable String commit, @Nullable String text) {
    return new PullRequestEvent(
        type, pull.id(), pull.beadId(), pull.projectId(), pull.number(), pull.url(), commit, text);
  }

  @Override
  @JsonIgnore
  public String subject() {
    return beadId;
  }
}
