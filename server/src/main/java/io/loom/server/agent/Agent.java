package io.loom.server.agent;

import io.loom.ground.http.Reach;
import io.loom.server.reach.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A worker of a project, or of no project yet.
///
/// @param role normalised, such as `qa-engineer`; see [Role]
/// @param personaName `namespace/name` of the persona it plays
/// @param providerId the provider it always uses; without one it uses whichever is usable
/// @param currentBead what it works on, set exactly when its status says that it has a bead; but
///   see [#shownTo]
/// @param createdBy the user who made it; absent when the server did
public record Agent(
    String id,
    String name,
    String role,
    String personaName,
    @Nullable String providerId,
    @Nullable String projectId,
    AgentStatus status,
    @Nullable String currentBead,
    Instant startedAt,
    Instant lastActiveAt,
    @Nullable String createdBy) {
  /// Whether somebody may know of it.
  boolean isWithin(Actor actor) {
    return projectId == null ? actor.reachesOwn(createdBy) : actor.reaches(projectId);
  }

  /// The agent as somebody may see it: one without a project may have any project's bead.
  Agent shownTo(Actor actor) {
    boolean hides = projectId == null && !(actor.reach() instanceof Reach.Everything);
    return hides && currentBead != null
        ? new Agent(
            id,
            name,
            role,
            personaName,
            providerId,
            null,
            status,
            null,
            startedAt,
            lastActiveAt,
            createdBy)
        : this;
  }
}
