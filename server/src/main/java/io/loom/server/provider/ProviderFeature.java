package io.loom.server.provider;

import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.vault.Vault;
import java.time.InstantSource;

/// The provider feature, put together. Whoever makes it closes it.
public final class ProviderFeature implements AutoCloseable {
  private final ProviderService service;
  private final ModelClient client;
  private final ProviderResource resource;
  private final ProviderLoop loop;
  private final ProviderConnection connection;

  private ProviderFeature(
      ProviderService service,
      ModelClient client,
      ProviderResource resource,
      ProviderLoop loop,
      ProviderConnection connection) {
    this.service = service;
    this.client = client;
    this.resource = resource;
    this.loop = loop;
    this.connection = connection;
  }

  public static ProviderFeature create(
      ProviderConfig config, Database database, EventLog events, Vault vault, InstantSource clock) {
    var repository = new ProviderRepository();
    var service = new ProviderService(database, repository, events, vault, config, clock);
    var watch = new ProviderWatch(database, repository, events, new ProviderHealth(config), clock);
    var connection = new ProviderConnection(config, vault);
    var probe = new ProviderProbe(connection, config.timeout());
    var loop = ProviderLoop.start(config, watch, probe);
    service.onChange(loop::wake);
    var client = new HttpModelClient(service, watch, connection, config, clock);
    return new ProviderFeature(
        service, client, new ProviderResource(service, probe), loop, connection);
  }

  public ProviderService service() {
    return service;
  }

  public ModelClient client() {
    return client;
  }

  public ProviderResource resource() {
    return resource;
  }

  /// Ends the probes and every call under way.
  @Override
  public void close() {
    loop.close();
    connection.close();
  }
}
