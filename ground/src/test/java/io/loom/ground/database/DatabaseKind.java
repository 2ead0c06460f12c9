package io.loom.ground.database;

import io.loom.base.Secret;
import io.loom.ground.http.RequestScope;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/// The databases we ship for. Each test gets a fresh one with every migration applied.
public enum DatabaseKind {
  SQLITE {
    @Override
    public DatabaseConfig freshConfig(List<String> migrations) {
      try {
        Path folder = Files.createTempDirectory("loom-test");
        folder.toFile().deleteOnExit();
        return new DatabaseConfig.Sqlite(folder.resolve("loom.db"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  POSTGRESQL {
    // Cloning a migrated template takes some 50 ms; migrating each time takes a second.
    @Override
    public DatabaseConfig freshConfig(List<String> migrations) {
      var server = Server.INSTANCE;
      var template = server.templates.computeIfAbsent(migrations, server::template);
      return server.config(server.create(template));
    }
  };

  /// One PostgreSQL for all tests of the JVM; it ends with it.
  private static final class Server {
    static final Server INSTANCE = new Server();

    final Map<List<String>, String> templates = new ConcurrentHashMap<>();
    private final AtomicInteger databases = new AtomicInteger();
    private final EmbeddedPostgres postgres;
    private final Jdbi jdbi;

    Server() {
      try {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        jdbi = Jdbi.create(postgres.getPostgresDatabase());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String template(List<String> migrations) {
      var name = create("template1");
      Databases.open(config(name), migrations).close();
      return name;
    }

    synchronized String create(String template) {
      var name = "test_" + databases.incrementAndGet();
      jdbi.useHandle(handle -> handle.execute("CREATE DATABASE " + name + " TEMPLATE " + template));
      return name;
    }

    DatabaseConfig config(String name) {
      return new DatabaseConfig.Postgresql(
          new Secret("postgres://postgres@localhost:%d/%s".formatted(postgres.getPort(), name)), 8);
    }
  }

  /// Names a database that is empty, or migrated already.
  public abstract DatabaseConfig freshConfig(List<String> migrations);

  /// Opens a database with all migrations of these folders applied.
  public Database fresh(String... migrations) {
    return Databases.open(
        freshConfig(List.of(migrations)), List.of(migrations), RequestScope.CARRIED);
  }
}
