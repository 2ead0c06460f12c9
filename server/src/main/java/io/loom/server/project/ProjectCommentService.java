package io.loom.server.project;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.project.ProjectChange.Changed;
import io.loom.server.project.ProjectChange.NoSuchProject;
import io.loom.server.reach.Actor;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What people say about projects, alone or while they close and reopen them. To an [Actor] the
/// projects beyond his reach are not there. Safe for many threads: it keeps no state of its own.
public final class ProjectCommentService {
  private final Database database;
  private final ProjectRepository projects;
  private final ProjectCommentRepository comments;
  private final ProjectService service;
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;

  ProjectCommentService(
      Database database,
      ProjectRepository projects,
      ProjectCommentRepository comments,
      ProjectService service,
      EventLog events,
      InstantSource clock,
      Ids ids) {
    this.database = database;
    this.projects = projects;
    this.comments = comments;
    this.service = service;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
  }

  /// Oldest first.
  public List<ProjectComment> list(Actor actor, String projectId) {
    return actor.reaches(projectId)
        ? database.read(handle -> comments.list(handle, projectId))
        : List.of();
  }

  /// Those of all projects within reach, oldest first.
  public List<ProjectComment> list(Actor actor) {
    return database.read(handle -> comments.listAll(handle, actor.reach()));
  }

  /// @return nothing when there is no such project
  public Optional<ProjectComment> add(
      Actor actor, String projectId, String authorId, String comment) {
    return database.write(handle -> add(handle, actor, projectId, authorId, comment));
  }

  private Optional<ProjectComment> add(
      Handle transaction, Actor actor, String projectId, String authorId, String text) {
    var project = projects.find(transaction, projectId).filter(it -> actor.reaches(it.id()));
    if (project.isEmpty()) {
      return Optional.empty();
    }
    var comment = new ProjectComment(ids.next(), projectId, authorId, text, clock.instant());
    comments.insert(transaction, comment);
    events.append(transaction, actor.name(), ProjectEvent.Updated.of(project.get(), "comment"));
    return Optional.of(comment);
  }

  /// Closes a project, with a comment unless it is blank.
  public ProjectChange close(Actor actor, String id, String authorId, String comment) {
    return database.write(
        handle -> withComment(handle, service.close(handle, actor, id), actor, authorId, comment));
  }

  /// Opens a closed project again, with a comment unless it is blank.
  public ProjectChange reopen(Actor actor, String id, String authorId, String comment) {
    return database.write(
        handle -> withComment(handle, service.reopen(handle, actor, id), actor, authorId, comment));
  }

  private ProjectChange withComment(
      Handle transaction, ProjectChange change, Actor actor, String authorId, String comment) {
    var id =
        switch (change) {
          case Changed(var project) -> project.id();
          case ProjectChange.DecisionRequired(var project, _, _) -> project.id();
          case NoSuchProject _,
              ProjectChange.NotMaker _,
              ProjectChange.Perpetual _,
              ProjectChange.WrongStatus _,
              ProjectChange.NoSuchParent _,
              ProjectChange.NotEmpty _,
              ProjectChange.OpenRuns _ ->
              "";
        };
    if (!id.isEmpty() && !comment.isBlank()) {
      var _ = add(transaction, actor, id, authorId, comment);
    }
    return change;
  }
}
