package io.loom.server.operation;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseException;
import java.time.InstantSource;
import org.jdbi.v3.core.JdbiException;

/// Whether the database takes a write.
final class DatabaseCheck implements HealthCheck {
  private static final System.Logger LOG = System.getLogger(DatabaseCheck.class.getName());

  private final Database database;
  private final InstantSource clock;
  private final String instance;

  /// @param instance names this server's row, so that replicas do not wait for each other
  DatabaseCheck(Database database, InstantSource clock, String instance) {
    this.database = database;
    this.clock = clock;
    this.instance = instance;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public HealthReport check() {
    try {
      database.change(handle ->
          handle
              .createUpdate(
                  """
                  INSERT INTO health_probes (name, written_ms) VALUES (:name, :now)
                  ON CONFLICT (name) DO UPDATE SET written_ms = excluded.written_ms
                  """)
              .bind("name", instance)
              .bind("now", clock.millis())
              .execute());
      return HealthReport.healthy();
    } catch (DatabaseException | JdbiException e) {
      LOG.log(WARNING, "the database takes no writes", e);
      return HealthReport.unhealthy("The database takes no writes; the log says why.");
    }
  }
}
