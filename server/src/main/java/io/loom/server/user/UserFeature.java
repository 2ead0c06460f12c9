package io.loom.server.user;

import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import java.time.InstantSource;

/// The user feature, put together. Whoever makes it closes it.
public record UserFeature(UserService service, PasswordHasher passwords, UserResource resource)
    implements AutoCloseable {
  /// The password of the first administrator until he changes it.
  private static final Secret FIRST_PASSWORD = new Secret("admin");

  public static UserFeature create(
      Database database, EventLog events, InstantSource clock, Ids ids, HashingConfig hashing) {
    var passwords = new PasswordHasher(hashing);
    var repository = new UserRepository(database.dialect());
    var service = new UserService(database, repository, events, clock, ids);
    return new UserFeature(service, passwords, new UserResource(service, passwords));
  }

  /// Gives an empty database its administrator, once all who follow users are there.
  public void seed() {
    if (service.isEmpty()) {
      service.seed(
          passwords
              .hash(FIRST_PASSWORD)
              .orElseThrow(() -> new IllegalStateException("no turn to hash a password")));
    }
  }

  @Override
  public void close() {
    passwords.close();
  }
}
