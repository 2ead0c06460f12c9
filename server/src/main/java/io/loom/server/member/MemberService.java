package io.loom.server.member;

import io.loom.ground.database.Database;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import io.loom.server.event.EventLog;
import io.loom.server.member.MemberChange.Done;
import io.loom.server.member.MemberChange.NoSuchProject;
import io.loom.server.member.MemberChange.NoSuchUser;
import io.loom.server.member.MemberChange.NotAllowed;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ProjectSetup;
import io.loom.server.user.Role;
import io.loom.server.user.User;
import io.loom.server.user.UserService;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// The rules for members of projects. Safe for many threads.
public final class MemberService implements ProjectSetup {
  private final Database database;
  private final MemberRepository members;
  private final ProjectService projects;
  private final UserService users;
  private final EventLog events;
  private final InstantSource clock;
  private final List<Consumer<String>> userListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> projectListeners = new CopyOnWriteArrayList<>();

  MemberService(
      Database database,
      MemberRepository members,
      ProjectService projects,
      UserService users,
      EventLog events,
      InstantSource clock) {
    this.database = database;
    this.members = members;
    this.projects = projects;
    this.users = users;
    this.events = events;
    this.clock = clock;
  }

  /// Tells who may know of what has changed, after the commit.
  ///
  /// @param user is given the id of a user whose projects are others now
  /// @param project is told that a project came or went
  public void follow(Consumer<String> user, Runnable project) {
    userListeners.add(user);
    projectListeners.add(project);
  }

  /// The projects that a user knows of.
  public Reach reach(Handle queries, User user) {
    return user.role() == Role.ADMIN
        ? Reach.EVERYTHING
        : new Reach.Projects(members.projectsOf(queries, user.id()));
  }

  /// A user's place in a project.
  public Optional<Member> find(Handle queries, String projectId, String userId) {
    return members.find(queries, projectId, userId);
  }

  /// Oldest first.
  List<Member> list(String projectId) {
    return database.read(handle -> members.list(handle, projectId));
  }

  /// Adds a user to a project, or gives him another role in it.
  ///
  /// @param idOrName of the user
  MemberChange put(Caller caller, String projectId, String idOrName, MemberRole role) {
    return told(
        database.write(handle -> {
          var user = users.findNamed(handle, idOrName);
          if (!caller.reach().includes(projectId) || projects.find(handle, projectId).isEmpty()) {
            return new NoSuchProject();
          }
          if (!mayManage(handle, caller, projectId)) {
            return new NotAllowed();
          }
          return user.isEmpty()
              ? new NoSuchUser()
              : put(handle, caller.actor(), projectId, user.get(), role);
        }));
  }

  private Done put(Handle transaction, String actor, String projectId, User user, MemberRole role) {
    members.put(
        transaction, new Member(projectId, user.id(), user.username(), role, clock.instant()));
    var member = members.find(transaction, projectId, user.id()).orElseThrow();
    events.append(
        transaction,
        actor,
        new MemberEvent.Changed(projectId, user.id(), user.username(), role.wireName()));
    return new Done(member);
  }

  /// Removes a user from a project; everybody may leave one.
  MemberChange remove(Caller caller, String projectId, String idOrName) {
    return told(
        database.write(handle -> {
          if (!caller.reach().includes(projectId) || projects.find(handle, projectId).isEmpty()) {
            return new NoSuchProject();
          }
          var member =
              users
                  .findNamed(handle, idOrName)
                  .flatMap(user -> members.find(handle, projectId, user.id()));
          boolean isOwn = member.isPresent() && member.get().userId().equals(caller.id());
          if (!isOwn && !mayManage(handle, caller, projectId)) {
            return new NotAllowed();
          }
          return member.isEmpty() ? new NoSuchUser() : remove(handle, caller, member.get());
        }));
  }

  private Done remove(Handle transaction, Caller caller, Member member) {
    members.delete(transaction, member.projectId(), member.userId());
    events.append(
        transaction,
        caller.actor(),
        new MemberEvent.Removed(member.projectId(), member.userId(), member.username()));
    return new Done(member);
  }

  private boolean mayManage(Handle queries, Caller caller, String projectId) {
    return caller.may("projects:admin")
        || members
            .find(queries, projectId, caller.id())
            .filter(member -> member.role() == MemberRole.OWNER)
            .isPresent();
  }

  private MemberChange told(MemberChange change) {
    if (change instanceof Done(var member)) {
      userListeners.forEach(listener -> listener.accept(member.userId()));
    }
    return change;
  }

  /// Who makes a project is in it.
  @Override
  public void making(Handle transaction, String actor, Project project) {
    if (actor.startsWith("user:")) {
      users
          .findByName(transaction, actor.substring("user:".length()))
          .ifPresent(account -> {
            var _ = put(transaction, actor, project.id(), account.user(), MemberRole.OWNER);
          });
    }
  }

  @Override
  public void created(Project project) {
    projectListeners.forEach(Runnable::run);
  }

  @Override
  public void changed(Project project) {
    // Who is in it stays the same.
  }

  @Override
  public void deleted(String projectId) {
    projectListeners.forEach(Runnable::run);
  }
}
