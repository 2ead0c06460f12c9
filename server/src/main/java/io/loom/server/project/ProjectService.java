package io.loom.server.project;

import io.loom.api.MilestoneRequest;
import io.loom.ground.database.Database;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import io.loom.server.agent.AgentService;
import io.loom.server.event.EventLog;
import io.loom.server.milestone.MilestoneService;
import io.loom.server.project.CreateResult.Created;
import io.loom.server.project.CreateResult.IdTaken;
import io.loom.server.project.ProjectChange.Changed;
import io.loom.server.project.ProjectChange.NoSuchProject;
import io.loom.server.project.ProjectChange.OpenRuns;
import io.loom.server.reach.Actor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// The rules for projects. Safe for many threads.
///
/// To an [Actor] or a [Caller] projects beyond his reach are not there.
public final class ProjectService {
  private final Database database;
  private final ProjectRepository projects;
  private final AgentService agents;
  private final MilestoneService milestones;
  private final ProjectWork work;
  private final EventLog events;
  private final InstantSource clock;
  private final List<String> roles;
  private final List<ProjectSetup> followers = new CopyOnWriteArrayList<>();

  /// @param roles of the agents that a new project gets, in any spelling; empty means all
  ProjectService(
      Database database,
      ProjectRepository projects,
      AgentService agents,
      MilestoneService milestones,
      ProjectWork work,
      EventLog events,
      InstantSource clock,
      List<String> roles) {
    this.database = database;
    this.projects = projects;
    this.agents = agents;
    this.milestones = milestones;
    this.work = work;
    this.events = events;
    this.clock = clock;
    this.roles = List.copyOf(roles);
  }

  /// Tells somebody of each project that comes, changes or goes, after the commit.
  public void follow(ProjectSetup follower) {
    followers.add(follower);
  }

  /// Makes a project with its agents.
  public CreateResult create(Actor actor, NewProject wanted) {
    return create(actor, wanted, List.of());
  }

  /// Makes a project with its agents and milestones.
  public CreateResult create(
      Actor actor, NewProject wanted, List<MilestoneRequest> wantedMilestones) {
    var result =
        database.write(handle -> {
          var made = create(handle, actor, wanted);
          if (made instanceof Created(var project)) {
            for (var milestone : wantedMilestones) {
              var _ = milestones.create(handle, actor, project.id(), milestone);
            }
          }
          return made;
        });
    if (result instanceof Created(var project)) {
      followers.forEach(follower -> follower.created(project));
    }
    return result;
  }

  private CreateResult create(Handle transaction, Actor actor, NewProject wanted) {
    var now = clock.instant();
    var auth = wanted.gitAuthMethod();
    var strategy = wanted.gitStrategy();
    var project =
        new Project(
            wanted.id(),
            wanted.name(),
            wanted.gitRepo(),
            wanted.branch(),
            wanted.beadsPath(),
            wanted.beadPrefix(),
            auth == null ? GitAuthMethod.guess(wanted.gitRepo()) : auth,
            strategy == null ? GitStrategy.DIRECT : strategy,
            ProjectStatus.OPEN,
            wanted.isPerpetual(),
            wanted.isSticky(),
            wanted.context(),
            wanted.options(),
            Readiness.UNKNOWN,
            null,
            null,
            null,
            now,
            now,
            null,
            null,
            actor.userId());
    var parent = project.options().parentId();
    if (parent != null && !isThere(transaction, actor, parent)) {
      return new CreateResult.NoSuchParent(parent);
    }
    if (isTaken(transaction, actor, project.id()) || !projects.insert(transaction, project)) {
      return new IdTaken(project.id());
    }
    events.append(
        transaction, actor.name(), new ProjectEvent.Created(project.id(), project.name()));
    agents.ensureRoster(transaction, actor, project.id(), roles);
    followers.forEach(follower -> follower.making(transaction, actor.name(), project));
    return new Created(project);
  }

  /// Whoever has the id of a project has its past. So that nobody comes by another's, only those
  /// who reach everything may give an id again.
  private boolean isTaken(Handle queries, Actor actor, String id) {
    return switch (actor.reach()) {
      case Reach.Everything _ -> false;
      case Reach.Projects _ -> projects.wasOfAnother(queries, id, actor.userId());
    };
  }

  /// Makes the projects of the config file: all of them when there is no project at all, later only
  /// the sticky ones that are missing. What is there stays as it is.
  public void registerConfigured(List<NewProject> configured) {
    boolean first = list(Actor.SYSTEM).isEmpty();
    configured.stream()
        .filter(wanted -> first || wanted.isSticky())
        .forEach(wanted -> create(Actor.SYSTEM, wanted));
  }

  public Optional<Project> find(Actor actor, String id) {
    return database.read(handle -> find(handle, id)).filter(it -> actor.reaches(it.id()));
  }

  public Optional<Project> find(Handle queries, String id) {
    return projects.find(queries, id);
  }

  /// Oldest first.
  public List<Project> list(Actor actor) {
    return database.read(handle -> projects.list(handle, actor.reach()));
  }

  /// All of them, oldest first.
  public List<Project> list(Handle queries) {
    return projects.list(queries, Reach.EVERYTHING);
  }

  /// How many beads of a project are not closed; none of one that is beyond reach.
  public long openBeads(Actor actor, String id) {
    return actor.reaches(id) ? database.read(handle -> work.openBeads(handle, id)) : 0;
  }

  /// Changes settings. A project whose repository is another one now is not ready until it was
  /// looked at again.
  public ProjectChange update(Actor actor, String id, ProjectUpdate update) {
    var changed = new AtomicBoolean();
    var result =
        database.write(handle -> {
          changed.set(false);
          var parent = update.options().parentId();
          if (parent != null && !parent.isBlank() && !mayBePartOf(handle, actor, id, parent)) {
            return new ProjectChange.NoSuchParent(parent);
          }
          return change(
              handle,
              actor,
              id,
              before -> {
                var after = update.applyTo(before);
                changed.set(!after.equals(before));
                if (changed.get()) {
                  projects.updateSettings(handle, after, clock.instant());
                  if (!sameRepository(before, after)) {
                    projects.updateReadiness(handle, id, Readiness.UNKNOWN);
                  }
                  append(handle, actor.name(), id, "settings");
                }
              });
        });
    if (changed.get() && result instanceof Changed(var project)) {
      followers.forEach(follower -> follower.changed(project));
    }
    return result;
  }

  private static boolean sameRepository(Project one, Project other) {
    return one.gitRepo().equals(other.gitRepo())
        && one.branch().equals(other.branch())
        && one.beadsPath().equals(other.beadsPath())
        && one.gitAuthMethod() == other.gitAuthMethod()
        && one.git().equals(other.git());
  }

  private boolean isThere(Handle queries, Actor actor, String id) {
    return actor.reaches(id) && projects.find(queries, id).isPresent();
  }

  private boolean mayBePartOf(Handle queries, Actor actor, String id, String parent) {
    return isThere(queries, actor, parent) && !projects.isAbove(queries, id, parent);
  }

  private Optional<Project> findForChange(Handle transaction, Actor actor, String id) {
    return projects.findForChange(transaction, id).filter(it -> actor.reaches(it.id()));
  }

  private ProjectChange change(
      Handle transaction, Actor actor, String id, Consumer<Project> change) {
    var before = findForChange(transaction, actor, id);
    if (before.isEmpty()) {
      return new NoSuchProject();
    }
    change.accept(before.get());
    return new Changed(projects.find(transaction, id).orElseThrow());
  }

  private void append(Handle transaction, String actor, String id, String change) {
    var project = projects.find(transaction, id).orElseThrow();
    events.append(transaction, actor, ProjectEvent.Updated.of(project, change));
  }

  /// Closes a project all of whose beads are closed, or asks whether it shall be.
  public ProjectChange close(Handle transaction, Actor actor, String id) {
    var found = findForChange(transaction, actor, id);
    if (found.isEmpty()) {
      return new NoSuchProject();
    }
    var project = found.get();
    if (project.isPerpetual()) {
      return new ProjectChange.Perpetual();
    }
    if (!project.isOpen()) {
      return new ProjectChange.WrongStatus(project.status());
    }
    long open = work.openBeads(transaction, id);
    return open > 0
        ? new ProjectChange.DecisionRequired(
            project, open, work.askToClose(transaction, actor, project, open))
        : closed(transaction, actor, id);
  }

  /// Closes a project although it has open work, as somebody decided. Nothing happens when it is
  /// closed already, perpetual by now, or gone.
  public void closeAnyway(Handle transaction, Actor actor, String id) {
    var found = findForChange(transaction, actor, id);
    if (found.filter(project -> project.isOpen() && !project.isPerpetual()).isPresent()) {
      var _ = closed(transaction, actor, id);
    }
  }

  private ProjectChange closed(Handle transaction, Actor actor, String id) {
    return change(
        transaction,
        actor,
        id,
        _ -> {
          var now = clock.instant();
          projects.updateStatus(transaction, id, ProjectStatus.CLOSED, now, now);
          append(transaction, actor.name(), id, "status");
        });
  }

  /// Opens a closed project again.
  public ProjectChange reopen(Handle transaction, Actor actor, String id) {
    var found = findForChange(transaction, actor, id);
    if (found.isPresent() && found.get().isOpen()) {
      return new ProjectChange.WrongStatus(found.get().status());
    }
    return change(
        transaction,
        actor,
        id,
        _ -> {
          projects.updateStatus(transaction, id, ProjectStatus.REOPENED, null, clock.instant());
          append(transaction, actor.name(), id, "status");
        });
  }

  /// Deletes a project that has nothing but agents. Whoever made it may, and who may delete any.
  public ProjectChange delete(Caller caller, String id) {
    return delete(caller, id, false);
  }

  /// Deletes a project, whatever there is and is under way in it.
  public ProjectChange deleteByForce(Caller caller, String id) {
    return delete(caller, id, true);
  }

  private ProjectChange delete(Caller caller, String id, boolean isForced) {
    return told(database.write(handle -> delete(handle, caller, id, isForced)));
  }

  private ProjectChange delete(Handle transaction, Caller caller, String id, boolean isForced) {
    var actor = Actor.of(caller);
    var found = findForChange(transaction, actor, id);
    if (found.isEmpty()) {
      return new NoSuchProject();
    }
    var project = found.get();
    if (!caller.may("projects:delete") && !caller.id().equals(project.createdBy())) {
      return new ProjectChange.NotMaker();
    }
    long runs = isForced ? 0 : work.openRuns(transaction, id);
    if (runs > 0) {
      return new OpenRuns(runs);
    }
    var things = isForced ? Map.<String, Long>of() : projects.things(transaction, id);
    if (!things.isEmpty()) {
      return new ProjectChange.NotEmpty(things);
    }
    work.abandon(transaction, actor.name(), id);
    agents.removeAll(transaction, actor.name(), id);
    projects.delete(transaction, project, clock.instant());
    events.append(transaction, actor.name(), new ProjectEvent.Deleted(id, project.name()));
    return new Changed(project);
  }

  private ProjectChange told(ProjectChange deletion) {
    if (deletion instanceof Changed(var project)) {
      followers.forEach(follower -> follower.deleted(project.id()));
    }
    return deletion;
  }

  /// Says whether agents can work on a project. Repeating what is known changes only its time.
  public void setReadiness(
      Handle transaction, String id, boolean ready, List<ReadinessIssue> issues) {
    var found = projects.findForChange(transaction, id);
    if (found.isPresent()) {
      var before = found.get().readiness();
      projects.updateReadiness(transaction, id, new Readiness(ready, issues, clock.instant()));
      if (before.ready() != ready || !before.issues().equals(issues)) {
        append(transaction, "system", id, "readiness");
      }
    }
  }

  public void setReadiness(String id, boolean ready, List<ReadinessIssue> issues) {
    database.change(handle -> setReadiness(handle, id, ready, issues));
  }

  /// Says which commit the project's branch is at.
  public void setHead(Handle transaction, String id, String commit) {
    if (projects.updateHead(transaction, id, commit)) {
      append(transaction, "system", id, "head");
    }
  }

  public void setHead(String id, String commit) {
    database.change(handle -> setHead(handle, id, commit));
  }

  /// Says that the repository was fetched just now.
  public void setSynced(String id) {
    database.change(handle -> projects.updateSynced(handle, id, clock.instant()));
  }

  /// Says that somebody changed a project's repository by way of Loom.
  ///
  /// @param change `files`, `commit`, `push` or `sync`
  public void setTouched(Actor actor, String id, String change) {
    database.change(handle ->
        projects
            .find(handle, id)
            .ifPresent(project ->
                events.append(handle, actor.name(), ProjectEvent.Updated.of(project, change))));
    find(actor, id).ifPresent(project -> followers.forEach(it -> it.changed(project)));
  }

  /// Where a project's base worktree is; empty when there is none.
  String workDir(String id) {
    return work.workDir(id);
  }

  /// Says where the project's beads are committed.
  ///
  /// @param commit the newest one whose beads are imported; empty when there is none
  public void setBeadsBranch(Handle transaction, String id, String branch, String commit) {
    if (projects.updateBeads(transaction, id, branch, commit)) {
      append(transaction, "system", id, "beads");
    }
  }

  public void setBeadsBranch(String id, String branch, String commit) {
    database.change(handle -> setBeadsBranch(handle, id, branch, commit));
  }
}
