package io.loom.server.sso;

import io.loom.ground.database.Database;
import io.loom.server.auth.SignIns;
import io.loom.server.event.EventLog;
import io.loom.server.user.UserService;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The feature of single sign-on, put together. Whoever makes it closes it.
public final class SsoFeature implements AutoCloseable {
  private final @Nullable SsoService service;
  private final SsoResource resource;

  private SsoFeature(@Nullable SsoService service, SsoResource resource) {
    this.service = service;
    this.resource = resource;
  }

  /// @param config absent where no provider is configured
  public static SsoFeature create(
      @Nullable SsoConfig config,
      Database database,
      UserService users,
      SignIns signIns,
      EventLog events,
      InstantSource clock) {
    var service = config == null ? null : service(config, database, users, signIns, events, clock);
    return new SsoFeature(service, new SsoResource(config, service, signIns));
  }

  private static SsoService service(
      SsoConfig config,
      Database database,
      UserService users,
      SignIns signIns,
      EventLog events,
      InstantSource clock) {
    var provider = new SsoProvider(config, new ProviderHttp(config.timeout()), clock);
    return new SsoService(
        config,
        provider,
        new IdTokens(config, provider, clock),
        new SsoAccounts(config, new SsoRepository(), users, events, clock),
        database,
        users,
        signIns,
        clock);
  }

  public SsoResource resource() {
    return resource;
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
  }
}
