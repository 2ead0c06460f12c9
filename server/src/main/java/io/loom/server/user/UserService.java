package io.loom.server.user;

import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.user.UserResult.Done;
import io.loom.server.user.UserResult.LastAdmin;
import io.loom.server.user.UserResult.NameTaken;
import io.loom.server.user.UserResult.Needed;
import io.loom.server.user.UserResult.NoSuchUser;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rules for users. Safe for many threads.
public final class UserService {
  private final Database database;
  private final UserRepository users;
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;
  private final List<UserFollower> followers = new CopyOnWriteArrayList<>();

  UserService(
      Database database, UserRepository users, EventLog events, InstantSource clock, Ids ids) {
    this.database = database;
    this.users = users;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
  }

  /// Adds somebody who is told of every change from now on.
  public void follow(UserFollower follower) {
    followers.add(follower);
  }

  /// Whether this database never had a user.
  boolean isEmpty() {
    return database.read(users::isEmpty);
  }

  /// Makes the administrator that a new database starts with; does nothing in any other.
  void seed(Secret passwordHash) {
    var now = clock.instant();
    var admin =
        new User(User.FIRST_ID, "admin", "admin@loom.local", Role.ADMIN, true, true, now, now);
    database.change(handle -> {
      if (users.isEmpty(handle)) {
        insert(handle, "system", admin, passwordHash);
      }
    });
  }

  private boolean insert(
      Handle transaction, String actor, User user, @Nullable Secret passwordHash) {
    if (!users.insert(transaction, user, passwordHash)) {
      return false;
    }
    events.append(
        transaction,
        actor,
        new UserEvent.Created(user.id(), user.username(), user.role().wireName()));
    followers.forEach(follower -> follower.created(transaction, actor, user));
    return true;
  }

  UserResult create(String actor, NewUser wanted) {
    var now = clock.instant();
    var user =
        new User(
            "user-" + ids.next(),
            wanted.username(),
            wanted.email(),
            wanted.role(),
            true,
            false,
            now,
            now);
    return database.write(handle ->
        insert(handle, actor, user, wanted.passwordHash())
            ? new Done(user)
            : new NameTaken(user.username()));
  }

  /// Makes a user who has no password: he signs in elsewhere.
  ///
  /// @return nothing when the name is taken
  public Optional<User> createWithoutPassword(
      Handle transaction, String actor, String username, String email, Role role) {
    var now = clock.instant();
    var user = new User("user-" + ids.next(), username, email, role, true, false, now, now);
    return insert(transaction, actor, user, null) ? Optional.of(user) : Optional.empty();
  }

  /// Gives a user another role, unless nobody could administer Loom then. Whoever calls this
  /// announces it after the commit.
  public void changeRole(Handle transaction, String actor, String id, Role role) {
    update(transaction, actor, id, new UserUpdate(null, role, null, null));
  }

  /// Those who have a mail address, in any case of its letters.
  public List<User> listByEmail(Handle queries, String email) {
    return users.listByEmail(queries, email);
  }

  public Optional<User> find(String id) {
    return database.read(handle -> find(handle, id));
  }

  public Optional<User> find(Handle queries, String id) {
    return users.find(queries, id).map(Account::user);
  }

  public Optional<Account> findAccount(Handle queries, String id) {
    return users.find(queries, id);
  }

  /// Finds by name, in any case of its letters.
  public Optional<Account> findByName(Handle queries, String username) {
    return users.findByName(queries, username);
  }

  /// Finds by id or by name.
  public Optional<User> findNamed(Handle queries, String idOrName) {
    return users
        .find(queries, idOrName)
        .or(() -> users.findByName(queries, idOrName))
        .map(Account::user);
  }

  /// Oldest first.
  public List<User> list() {
    return database.read(users::list);
  }

  UserResult update(String actor, String id, UserUpdate update) {
    var result = database.write(handle -> update(handle, actor, id, update));
    tell(result);
    return result;
  }

  private UserResult update(Handle transaction, String actor, String id, UserUpdate update) {
    var admins = users.lockActiveAdmins(transaction);
    var found = users.findForChange(transaction, id);
    if (found.isEmpty()) {
      return new NoSuchUser();
    }
    var before = found.get().user();
    var after = update.applyTo(before, clock.instant());
    if (!after.isActiveAdmin() && admins.equals(List.of(id))) {
      return new LastAdmin(before.username());
    }
    users.update(transaction, after);
    var hash = update.passwordHash();
    if (hash != null) {
      users.updatePassword(transaction, id, hash);
    }
    events.append(transaction, actor, UserEvent.Updated.of(after, hash != null));
    if (update.shutsOut(before)) {
      followers.forEach(follower -> follower.shutOut(transaction, actor, after));
    }
    return new Done(after);
  }

  /// Gives a user another password in place of the one that he proved to know.
  ///
  /// @param before what that one was checked against
  /// @return false when it is another one by now, or the user is gone
  public boolean changePassword(Handle transaction, String id, Secret before, Secret after) {
    var found = users.findForChange(transaction, id);
    if (found.isEmpty() || !found.get().hasPassword(before)) {
      return false;
    }
    var update = new UserUpdate(null, null, after, null);
    var user = update.applyTo(found.get().user(), clock.instant());
    users.update(transaction, user);
    users.updatePassword(transaction, id, after);
    events.append(transaction, user.actor(), UserEvent.Updated.of(user, true));
    return true;
  }

  UserResult delete(String actor, String id) {
    var result = database.write(handle -> delete(handle, actor, id));
    tell(result);
    return result;
  }

  private UserResult delete(Handle transaction, String actor, String id) {
    var admins = users.lockActiveAdmins(transaction);
    var found = users.findForChange(transaction, id);
    if (found.isEmpty()) {
      return new NoSuchUser();
    }
    var user = found.get().user();
    if (admins.equals(List.of(id))) {
      return new LastAdmin(user.username());
    }
    for (var follower : followers) {
      var obstacle = follower.obstacle(transaction, user);
      if (obstacle.isPresent()) {
        return new Needed(obstacle.get());
      }
    }
    followers.forEach(follower -> follower.deleting(transaction, actor, user));
    users.delete(transaction, id);
    events.append(transaction, actor, new UserEvent.Deleted(id, user.username()));
    return new Done(user);
  }

  private void tell(UserResult result) {
    if (result instanceof Done(var user)) {
      announce(user.id());
    }
  }

  /// Tells those who follow that a user changed, after the commit.
  public void announce(String id) {
    followers.forEach(follower -> follower.changed(id));
  }
}
