package io.loom.server.apikey;

import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.server.event.EventFeature;
import io.loom.server.user.UserService;
import java.time.InstantSource;

/// The API key feature, put together. Whoever makes it closes it.
public record ApiKeyFeature(ApiKeyService service, ApiKeyResource resource)
    implements AutoCloseable {
  /// @param secret what hashes of keys are keyed with; with another one no key is found
  public static ApiKeyFeature create(
      Secret secret,
      Database database,
      EventFeature events,
      UserService users,
      InstantSource clock,
      Ids ids) {
    var service =
        new ApiKeyService(
            database, new ApiKeyRepository(), new ApiKeyHasher(secret), events.log(), clock, ids);
    service.follow(events.tail());
    return new ApiKeyFeature(service, new ApiKeyResource(service, users, clock));
  }

  @Override
  public void close() {
    service.close();
  }
}
