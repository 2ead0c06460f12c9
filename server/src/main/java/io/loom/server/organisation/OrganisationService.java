package io.loom.server.organisation;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.http.Caller;
import io.loom.server.event.EventLog;
import io.loom.server.organisation.OrganisationResult.Done;
import io.loom.server.organisation.OrganisationResult.DoneMember;
import io.loom.server.organisation.OrganisationResult.LastOwner;
import io.loom.server.organisation.OrganisationResult.NoSuchOrganisation;
import io.loom.server.organisation.OrganisationResult.NoSuchUser;
import io.loom.server.organisation.OrganisationResult.NotAllowed;
import io.loom.server.organisation.OrganisationResult.Personal;
import io.loom.server.user.User;
import io.loom.server.user.UserFollower;
import io.loom.server.user.UserService;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rules for organisations. Safe for many threads.
///
/// Members and administrators of Loom know of an organisation; for others there is none.
public final class OrganisationService implements UserFollower {
  private static final String ADMIN = "system:admin";

  private final Database database;
  private final OrganisationRepository organisations;
  private final UserService users;
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;

  OrganisationService(
      Database database,
      OrganisationRepository organisations,
      UserService users,
      EventLog events,
      InstantSource clock,
      Ids ids) {
    this.database = database;
    this.organisations = organisations;
    this.users = users;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
  }

  /// A user's place in an organisation.
  public Optional<OrganisationMember> findMember(Handle queries, String id, String userId) {
    return organisations.findMember(queries, id, userId);
  }

  /// What a user is to an organisation.
  public Optional<OrganisationRole> findRole(String id, String userId) {
    return database
        .read(queries -> organisations.findMember(queries, id, userId))
        .map(OrganisationMember::role);
  }

  /// The caller's, or all of them for administrators of Loom; oldest first.
  List<Organisation> list(Caller caller) {
    return database.read(handle ->
        caller.may(ADMIN) ? organisations.list(handle) : organisations.listOf(handle, caller.id()));
  }

  Optional<Organisation> find(Caller caller, String id) {
    return database.read(
        handle -> organisations.find(handle, id).filter(_ -> mayKnow(handle, caller, id)));
  }

  Optional<OrganisationRole> roleOf(Caller caller, String id) {
    return findRole(id, caller.id());
  }

  /// Oldest first.
  List<OrganisationMember> listMembers(String id) {
    return database.read(handle -> organisations.listMembers(handle, id));
  }

  private boolean mayKnow(Handle queries, Caller caller, String id) {
    return caller.may(ADMIN) || organisations.findMember(queries, id, caller.id()).isPresent();
  }

  OrganisationResult create(Caller caller, String name) {
    return database.write(handle ->
        users
            .find(handle, caller.id())
            .<OrganisationResult>map(
                user -> new Done(insert(handle, caller.actor(), name, null, user)))
            .orElseGet(NoSuchUser::new));
  }

  private Organisation insert(
      Handle transaction, String actor, String name, @Nullable String personalOf, User owner) {
    var now = clock.instant();
    var made = new Organisation("org-" + ids.next(), name, personalOf, now, now);
    organisations.insert(transaction, made);
    organisations.putMember(
        transaction,
        new OrganisationMember(
            made.id(), owner.id(), owner.username(), OrganisationRole.OWNER, now));
    events.append(transaction, actor, new OrganisationEvent.Created(made.id(), name));
    return made;
  }

  OrganisationResult rename(Caller caller, String id, String name) {
    return asOwner(
        caller,
        id,
        (handle, _) -> {
          organisations.rename(handle, id, name, clock.instant());
          events.append(
              handle, caller.actor(), new OrganisationEvent.Updated(id, name, null, null));
          return new Done(organisations.find(handle, id).orElseThrow());
        });
  }

  OrganisationResult delete(Caller caller, String id) {
    return asOwner(
        caller,
        id,
        (handle, found) -> {
          organisations.delete(handle, id);
          events.append(handle, caller.actor(), new OrganisationEvent.Deleted(id, found.name()));
          return new Done(found);
        });
  }

  private OrganisationResult asOwner(
      Caller caller, String id, BiFunction<Handle, Organisation, OrganisationResult> change) {
    return changing(
        caller,
        id,
        (handle, found) ->
            isAtLeast(handle, caller, id, OrganisationRole.OWNER)
                ? change.apply(handle, found)
                : new NotAllowed(OrganisationRole.OWNER));
  }

  /// Runs a change of an organisation that the caller knows of and that is nobody's own.
  private OrganisationResult changing(
      Caller caller, String id, BiFunction<Handle, Organisation, OrganisationResult> change) {
    return database.write(handle -> {
      var found = organisations.findForChange(handle, id);
      if (found.isEmpty() || !mayKnow(handle, caller, id)) {
        return new NoSuchOrganisation();
      }
      return found.get().isPersonal() ? new Personal() : change.apply(handle, found.get());
    });
  }

  private boolean isAtLeast(Handle queries, Caller caller, String id, OrganisationRole least) {
    return caller.may(ADMIN)
        || organisations
            .findMember(queries, id, caller.id())
            .filter(member -> member.role().compareTo(least) <= 0)
            .isPresent();
  }

  /// Adds a user, or gives him another role. Owners are made and unmade by owners.
  ///
  /// @param idOrName of the user
  OrganisationResult putMember(Caller caller, String id, String idOrName, OrganisationRole role) {
    return changing(
        caller,
        id,
        (handle, found) -> {
          var user = users.findNamed(handle, idOrName);
          var before = user.flatMap(it -> organisations.findMember(handle, id, it.id()));
          var needed =
              role == OrganisationRole.OWNER || isOwner(before)
                  ? OrganisationRole.OWNER
                  : OrganisationRole.ADMIN;
          if (!isAtLeast(handle, caller, id, needed)) {
            return new NotAllowed(needed);
          }
          if (user.isEmpty()) {
            return new NoSuchUser();
          }
          if (role != OrganisationRole.OWNER && isLastOwner(handle, before)) {
            return new LastOwner(user.get().username());
          }
          return put(handle, caller, found, user.get(), role);
        });
  }

  private OrganisationResult put(
      Handle transaction,
      Caller caller,
      Organisation organisation,
      User user,
      OrganisationRole role) {
    var id = organisation.id();
    organisations.putMember(
        transaction, new OrganisationMember(id, user.id(), user.username(), role, clock.instant()));
    events.append(
        transaction,
        caller.actor(),
        new OrganisationEvent.Updated(id, organisation.name(), user.id(), role.wireName()));
    return new DoneMember(organisations.findMember(transaction, id, user.id()).orElseThrow());
  }

  /// Removes a user; everybody may leave, but for the last owner.
  OrganisationResult removeMember(Caller caller, String id, String idOrName) {
    return changing(
        caller,
        id,
        (handle, found) -> {
          var member =
              users
                  .findNamed(handle, idOrName)
                  .flatMap(user -> organisations.findMember(handle, id, user.id()));
          boolean isOwn = member.isPresent() && member.get().userId().equals(caller.id());
          var needed = isOwner(member) ? OrganisationRole.OWNER : OrganisationRole.ADMIN;
          if (!isOwn && !isAtLeast(handle, caller, id, needed)) {
            return new NotAllowed(needed);
          }
          if (member.isEmpty()) {
            return new NoSuchUser();
          }
          if (isLastOwner(handle, member)) {
            return new LastOwner(member.get().username());
          }
          organisations.deleteMember(handle, member.get());
          events.append(
              handle,
              caller.actor(),
              new OrganisationEvent.Updated(id, found.name(), member.get().userId(), null));
          return new DoneMember(member.get());
        });
  }

  private static boolean isOwner(Optional<OrganisationMember> member) {
    return member.isPresent() && member.get().role() == OrganisationRole.OWNER;
  }

  private boolean isLastOwner(Handle queries, Optional<OrganisationMember> member) {
    return isOwner(member)
        && organisations.listMembers(queries, member.get().organisationId()).stream()
                .filter(it -> it.role() == OrganisationRole.OWNER)
                .count()
            == 1;
  }

  /// Everybody has one of his own.
  @Override
  public void created(Handle transaction, String actor, User user) {
    var _ = insert(transaction, actor, user.username(), user.id(), user);
  }

  @Override
  public Optional<String> obstacle(Handle queries, User user) {
    return organisations.listOf(queries, user.id()).stream()
        .filter(organisation -> !organisation.isPersonal())
        .filter(it -> isLastOwner(queries, organisations.findMember(queries, it.id(), user.id())))
        .findFirst()
        .map(it ->
            "%s is the only owner of the organisation %s; name another one first."
                .formatted(user.username(), it.name()));
  }

  @Override
  public void deleting(Handle transaction, String actor, User user) {
    organisations.listOf(transaction, user.id()).stream()
        .filter(organisation -> user.id().equals(organisation.personalOf()))
        .forEach(own -> {
          organisations.delete(transaction, own.id());
          events.append(transaction, actor, new OrganisationEvent.Deleted(own.id(), own.name()));
        });
  }
}
