package io.loom.server.milestone;

import static java.util.stream.Collectors.groupingBy;

import io.loom.api.MilestoneRequest;
import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.reach.Actor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;

/// The rules for milestones. Safe for many threads: it keeps no state of its own.
///
/// To an [Actor] milestones of projects beyond his reach are not there.
public final class MilestoneService {
  private final Database database;
  private final MilestoneRepository milestones = new MilestoneRepository();
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  /// Whoever refers to milestones.
  public interface Follower {
    /// A milestone is removed in this transaction.
    void deleted(Handle transaction, Milestone milestone);
  }

  public MilestoneService(Database database, EventLog events, InstantSource clock, Ids ids) {
    this.database = database;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
  }

  public void follow(Follower follower) {
    followers.add(follower);
  }

  boolean hasProject(Actor actor, String projectId) {
    return actor.reaches(projectId)
        && database.read(handle -> milestones.hasProject(handle, projectId));
  }

  /// Those of a project, the next due first.
  public List<Milestone> list(Actor actor, String projectId) {
    return all(actor).getOrDefault(projectId, List.of());
  }

  /// Those of all projects within reach, by project.
  public Map<String, List<Milestone>> all(Actor actor) {
    return database.read(handle -> milestones.list(handle, actor.reach())).stream()
        .collect(groupingBy(Milestone::projectId));
  }

  public Optional<Milestone> find(Actor actor, String projectId, String id) {
    return actor.reaches(projectId)
        ? database.read(handle -> milestones.find(handle, projectId, id))
        : Optional.empty();
  }

  /// @param request checked by [MilestoneEdit]
  /// @return nothing when there is no such project
  public Optional<Milestone> create(Actor actor, String projectId, MilestoneRequest request) {
    return database.write(handle ->
        actor.reaches(projectId) && milestones.hasProject(handle, projectId)
            ? Optional.of(create(handle, actor, projectId, request))
            : Optional.empty());
  }

  public Milestone create(
      Handle transaction, Actor actor, String projectId, MilestoneRequest request) {
    var milestone = MilestoneEdit.made(ids.next(), projectId, request, clock.instant());
    milestones.insert(transaction, milestone);
    events.append(transaction, actor.name(), MilestoneEvent.of(milestone, "created"));
    return milestone;
  }

  /// @return nothing when there is no such milestone
  public Optional<Milestone> update(
      Actor actor, String projectId, String id, MilestoneRequest request) {
    return database.write(handle -> {
      var before = milestones.find(handle, projectId, id).filter(_ -> actor.reaches(projectId));
      return before.map(it -> {
        var after = MilestoneEdit.applied(it, request, clock.instant());
        if (!after.equals(it)) {
          milestones.update(handle, after);
          events.append(handle, actor.name(), MilestoneEvent.of(after, "updated"));
        }
        return after;
      });
    });
  }

  /// Removes a milestone; beads that were for it are for none.
  ///
  /// @return what was removed, if there was such a milestone
  public Optional<Milestone> delete(Actor actor, String projectId, String id) {
    return database.write(handle -> {
      var found = milestones.find(handle, projectId, id).filter(_ -> actor.reaches(projectId));
      found.ifPresent(milestone -> {
        var _ = milestones.delete(handle, id);
        followers.forEach(follower -> follower.deleted(handle, milestone));
        events.append(handle, actor.name(), MilestoneEvent.of(milestone, "deleted"));
      });
      return found;
    });
  }
}
