package io.loom.bench.dispatch;

import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseConfig;
import io.loom.ground.database.Databases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Where a measurement keeps its data: a folder of its own and a fresh database, both gone at the
/// end.
final class BenchPlace implements AutoCloseable {
  private static final List<String> MIGRATIONS = List.of("db/server");
  private static final int CONNECTIONS = 8;
  private static final int SYNCS = 200;

  /// Held, or its level would be forgotten. What the server's parts log is of no use here.
  private static final Logger LOG = Logger.getLogger("");

  private final Path folder;
  private final @Nullable PostgresPlace postgres;
  private final Database database;

  private BenchPlace(Path folder, @Nullable Secret dsn) {
    this.folder = folder;
    this.postgres = dsn == null ? null : PostgresPlace.create(dsn);
    this.database =
        Databases.open(
            postgres == null
                ? new DatabaseConfig.Sqlite(folder.resolve("loom.db"))
                : new DatabaseConfig.Postgresql(postgres.dsn(), CONNECTIONS),
            MIGRATIONS);
  }

  static BenchPlace open(BenchOptions options) throws IOException {
    LOG.setLevel(Level.SEVERE);
    var folder = Files.createTempDirectory(options.folder, "loom-bench");
    boolean opened = false;
    try {
      var place = new BenchPlace(folder, options.dsn());
      opened = true;
      return place;
    } finally {
      if (!opened) {
        delete(folder);
      }
    }
  }

  Path folder() {
    return folder;
  }

  Database database() {
    return database;
  }

  /// The database and what makes its commits durable, in words.
  String databaseWords() {
    return switch (database.dialect()) {
      case SQLITE ->
          "SQLite %s, WAL, synchronous=%s"
              .formatted(ask("SELECT sqlite_version()"), synchronous(ask("PRAGMA synchronous")));
      case POSTGRESQL ->
          "PostgreSQL %s, fsync=%s, synchronous_commit=%s"
              .formatted(
                  ask("SHOW server_version"), ask("SHOW fsync"), ask("SHOW synchronous_commit"));
    };
  }

  private static String synchronous(String level) {
    return level.equals("2") ? "FULL (fsync on every commit)" : level;
  }

  private String ask(String sql) {
    return database.read(queries -> queries.createQuery(sql).mapTo(String.class).one());
  }

  /// What the disk takes to keep 4 KiB for good: no commit can be faster.
  Timing sync() throws IOException {
    var nanos = new long[SYNCS];
    var path = folder.resolve("sync");
    try (var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        file.write(ByteBuffer.allocate(4096));
        file.force(false);
        nanos[i] = System.nanoTime() - start;
      }
    }
    return Timing.of("disk: write 4 KiB and fsync", nanos, null);
  }

  @Override
  public void close() throws IOException {
    database.close();
    if (postgres != null) {
      postgres.drop();
    }
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// A database made for one measurement on a PostgreSQL server.
  private record PostgresPlace(Jdbi server, String name, Secret dsn) {
    static PostgresPlace create(Secret dsn) {
      var text = dsn.reveal().strip();
      var name = "loom_bench_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
      int query = text.indexOf('?');
      var address = query < 0 ? text : text.substring(0, query);
      int slash = address.indexOf('/', address.indexOf("://") + 3);
      var root = slash < 0 ? address : address.substring(0, slash);
      var own = root + "/" + name + (query < 0 ? "" : text.substring(query));
      var server = Jdbi.create(DsnConnections.of(text));
      server.useHandle(handle -> handle.execute("CREATE DATABASE " + name));
      return new PostgresPlace(server, name, new Secret(own));
    }

    void drop() {
      server.useHandle(handle -> handle.execute("DROP DATABASE " + name));
    }
  }
}
