package io.loom.server.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import io.loom.server.event.EventLog;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class UserServiceTest {
  private static final Secret HASH = new Secret("$argon2id$hash");
  private static final String ACTOR = "user:admin";

  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final Database database;
  private final UserService users;

  UserServiceTest(DatabaseKind kind) {
    database = kind.fresh("db/server");
    var ids = new Ids(clock);
    users =
        new UserService(
            database,
            new UserRepository(database.dialect()),
            new EventLog(clock, ids, database.dialect()),
            clock,
            ids);
    users.seed(HASH);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void firstAdministratorIsMadeOnce() {
    users.seed(new Secret("another"));

    assertThat(users.list()).singleElement().extracting(User::id).isEqualTo("user-admin");
    assertThat(account("user-admin").hasPassword(HASH)).isTrue();
    assertThat(users.find("user-admin").orElseThrow().mustChange()).isTrue();
  }

  @Test
  void administratorThatWasRemovedDoesNotComeBack() {
    var other = made("root", Role.ADMIN);
    assertThat(users.delete(ACTOR, "user-admin")).isInstanceOf(UserResult.Done.class);
    users.seed(HASH);

    assertThat(users.list()).containsExactly(other);
  }

  @Test
  void namesThatDifferInCaseOnlyAreOne() {
    made("Alice", Role.USER);

    assertThat(create("aLICE", Role.USER)).isEqualTo(new UserResult.NameTaken("aLICE"));
    var found = database.read(handle -> users.findByName(handle, "ALICE"));
    assertThat(found).isPresent();
  }

  @Test
  void lastActiveAdministratorStays() {
    var demoted = new UserUpdate(null, Role.USER, null, null);
    var inactive = new UserUpdate(null, null, null, false);

    assertThat(users.update(ACTOR, "user-admin", demoted)).isEqualTo(last());
    assertThat(users.update(ACTOR, "user-admin", inactive)).isEqualTo(last());
    assertThat(users.delete(ACTOR, "user-admin")).isEqualTo(last());
    assertThat(count("user.updated")).isZero();
  }

  private static UserResult last() {
    return new UserResult.LastAdmin("admin");
  }

  @Test
  void inactiveAdministratorDoesNotCount() {
    var other = made("root", Role.ADMIN);
    users.update(ACTOR, other.id(), new UserUpdate(null, null, null, false));

    assertThat(users.delete(ACTOR, "user-admin")).isEqualTo(last());
  }

  @Test
  void ofTwoAdministratorsThatDemoteEachOtherOneStays() throws Exception {
    var other = made("root", Role.ADMIN);
    var demoted = new UserUpdate(null, Role.USER, null, null);
    List<Callable<UserResult>> both =
        List.of(
            () -> users.update("user:root", "user-admin", demoted),
            () -> users.update(ACTOR, other.id(), demoted));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(both))
          .extracting(Future::resultNow)
          .filteredOn(UserResult.Done.class::isInstance)
          .hasSize(1);
    }
    assertThat(users.list()).filteredOn(User::isActiveAdmin).hasSize(1);
  }

  @Test
  void passwordIsReplacedByWhoKnowsTheOneBefore() {
    var wrong = new Secret("$argon2id$other");
    var fresh = new Secret("$argon2id$fresh");

    assertThat(change(wrong, fresh)).isFalse();
    assertThat(change(HASH, fresh)).isTrue();
    assertThat(change(HASH, fresh)).isFalse();
    assertThat(account("user-admin").hasPassword(fresh)).isTrue();
    assertThat(account("user-admin").user().mustChange()).isFalse();
  }

  private boolean change(Secret before, Secret after) {
    return database.write(handle -> users.changePassword(handle, "user-admin", before, after));
  }

  @Test
  void eventsSayWhatHappenedAndNoSecret() {
    var user = made("alice", Role.USER);
    users.update(ACTOR, user.id(), new UserUpdate("a@b", null, HASH, null));
    users.delete(ACTOR, user.id());

    assertThat(count("user.created")).isEqualTo(2);
    assertThat(count("user.updated")).isEqualTo(1);
    assertThat(count("user.deleted")).isEqualTo(1);
    var data =
        database.read(
            handle -> handle.createQuery("SELECT data FROM events").mapTo(String.class).list());
    assertThat(data).noneMatch(it -> it.contains("argon2"));
  }

  private UserResult create(String name, Role role) {
    return users.create(ACTOR, new NewUser(name, "", role, HASH));
  }

  private User made(String name, Role role) {
    return switch (create(name, role)) {
      case UserResult.Done(var user) -> user;
      case UserResult.NoSuchUser _,
          UserResult.NameTaken _,
          UserResult.LastAdmin _,
          UserResult.Needed _ ->
          throw new AssertionError("not made: " + name);
    };
  }

  private Account account(String id) {
    return database.read(handle -> users.findAccount(handle, id)).orElseThrow();
  }

  private int count(String eventType) {
    return database.read(handle ->
        handle
            .createQuery("SELECT COUNT(*) FROM events WHERE type = :type")
            .bind("type", eventType)
            .mapTo(Integer.class)
            .one());
  }
}
