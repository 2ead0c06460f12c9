package io.loom.server.provider;

import io.loom.api.ProviderRequest;
import io.loom.base.ByteSize;
import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseConfig;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.database.Databases;
import io.loom.server.MutableClock;
import io.loom.server.event.EventLog;
import io.loom.server.provider.Provider.Status;
import io.loom.server.vault.KeyDerivation;
import io.loom.server.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// The provider feature on a database of its own, with a clock that a test moves and a vendor that
/// it commands.
final class ProviderWorld implements AutoCloseable {
  static final String KEY = "sk-live-4242-do-not-show";

  /// The loop looks often, but finds something due only when the clock was moved.
  static final ProviderConfig CONFIG =
      new ProviderConfig(
          Duration.ofMillis(20),
          Duration.ofMinutes(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          true,
          ByteSize.parse("64KiB"));

  private static final List<String> MIGRATIONS = List.of("db/server");

  final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  final FakeVendor vendor = new FakeVendor();
  final DatabaseConfig databaseConfig;
  final Database database;
  final EventLog events;
  final Path keys;
  final ProviderFeature feature;

  ProviderWorld(DatabaseKind kind) {
    databaseConfig = kind.freshConfig(MIGRATIONS);
    database = Databases.open(databaseConfig, MIGRATIONS);
    events = new EventLog(clock, new Ids(clock), database.dialect());
    try {
      keys = Files.createTempDirectory("loom-test").resolve(".keys.json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    feature = anotherServer();
  }

  /// The same feature once more, on the same database and key store, as after a restart.
  ProviderFeature anotherServer() {
    return ProviderFeature.create(
        CONFIG,
        database,
        events,
        Vault.open(keys, new Secret("password"), clock, new KeyDerivation(64, 1, 1)),
        clock);
  }

  ProviderService service() {
    return feature.service();
  }

  /// Registers the vendor and waits until it was looked at.
  void register(String id, @Nullable String key, @Nullable String model) {
    register(id, vendor.url(), key, model);
  }

  void register(String id, String endpoint, @Nullable String key, @Nullable String model) {
    var request =
        new ProviderRequest(
            id, null, "openai", endpoint, key, model, null, null, null, null, null, null);
    service().put(id, ProviderChange.parse(request), "user:test");
    await(id, Provider.Status.PENDING, false);
  }

  void awaitStatus(String id, Status status) {
    await(id, status, true);
  }

  private void await(String id, Status status, boolean wanted) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> (provider(id).health().status() == status) == wanted);
  }

  Provider provider(String id) {
    return service().find(id).orElseThrow();
  }

  List<String> eventTypes() {
    return database.read(handle ->
        handle.createQuery("SELECT type FROM events ORDER BY seq").mapTo(String.class).list());
  }

  @Override
  public void close() {
    vendor.close();
    feature.close();
    database.close();
  }
}
