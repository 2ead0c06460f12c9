package io.loom.server.sso;

import io.loom.server.event.EventLog;
import io.loom.server.sso.AccountResult.Found;
import io.loom.server.sso.AccountResult.NotAllowed;
import io.loom.server.user.Role;
import io.loom.server.user.User;
import io.loom.server.user.UserNames;
import io.loom.server.user.UserService;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Finds the user that a person of the provider is, or makes him one. Safe for many threads.
///
/// A person is who he was by his subject at the provider, never by his name; by his address only
/// where the settings trust the provider with that.
final class SsoAccounts {
  private static final String ACTOR = "system";
  private static final int MOST_NAMES = 50;

  private final SsoConfig config;
  private final SsoRepository identities;
  private final UserService users;
  private final EventLog events;
  private final InstantSource clock;

  SsoAccounts(
      SsoConfig config,
      SsoRepository identities,
      UserService users,
      EventLog events,
      InstantSource clock) {
    this.config = config;
    this.identities = identities;
    this.users = users;
    this.events = events;
    this.clock = clock;
  }

  /// Two of the same new person at once: the later one's transaction is undone, and tried again.
  static final class LostRaceException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// @throws LostRaceException when the person became a user meanwhile
  AccountResult resolve(Handle transaction, Person person) {
    if (!config.emailDomains().isEmpty()
        && (person.email().isEmpty() || !config.emailDomains().contains(person.emailDomain()))) {
      return new NotAllowed("Your mail address is not one that is let in here.");
    }
    var role = config.roles().of(person.groups());
    if (role.isEmpty()) {
      return new NotAllowed("None of your groups is let in here.");
    }
    var known = identities.find(transaction, person);
    if (known.isPresent()) {
      identities.touch(transaction, person, clock.instant());
      return found(transaction, known.get(), role.get());
    }
    var user = byEmail(transaction, person).or(() -> create(transaction, person, role.get()));
    if (user.isEmpty()) {
      return new NotAllowed("You are not known here yet. Ask an administrator to add you.");
    }
    link(transaction, person, user.get());
    return found(transaction, user.get().id(), role.get());
  }

  private AccountResult found(Handle transaction, String userId, Role role) {
    var user = users.find(transaction, userId);
    if (user.isEmpty() || !user.get().isActive()) {
      return new NotAllowed("Your account is not active. Ask an administrator.");
    }
    if (config.roles().isFollowed() && user.get().role() != role) {
      users.changeRole(transaction, ACTOR, userId, role);
    }
    return new Found(users.find(transaction, userId).orElse(user.get()));
  }

  private Optional<User> byEmail(Handle transaction, Person person) {
    if (!config.linkByEmail() || person.email().isEmpty()) {
      return Optional.empty();
    }
    var having =
        users.listByEmail(transaction, person.email()).stream()
            .filter(user -> user.isActive() && user.role() != Role.SERVICE)
            .filter(user -> !identities.isLinked(transaction, person.issuer(), user.id()))
            .toList();
    return having.size() == 1 ? Optional.of(having.getFirst()) : Optional.empty();
  }

  /// Whoever has the name already is somebody else.
  private Optional<User> create(Handle transaction, Person person, Role role) {
    if (!config.autoCreate()) {
      return Optional.empty();
    }
    var wish =
        UserNames.near(person.username())
            .orElseGet(() -> UserNames.near(person.email()).orElse("user"));
    for (int i = 1; i <= MOST_NAMES; i++) {
      var name = i == 1 ? wish : UserNames.numbered(wish, i);
      var user = users.createWithoutPassword(transaction, ACTOR, name, person.email(), role);
      if (user.isPresent()) {
        return user;
      }
    }
    return Optional.empty();
  }

  private void link(Handle transaction, Person person, User user) {
    if (!identities.insert(transaction, person, user.id(), clock.instant())) {
      throw new LostRaceException();
    }
    events.append(
        transaction,
        ACTOR,
        new UserLinked(user.id(), user.username(), person.issuer(), person.subject()));
  }
}
