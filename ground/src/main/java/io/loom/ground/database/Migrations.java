package io.loom.ground.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;

/// Brings a database to what this program needs, and refuses one that is newer than it.
final class Migrations {
  private Migrations() {}

  /// @param place the database in words that may be shown
  static void run(DataSource source, Dialect dialect, String place, List<String> folders) {
    for (var folder : folders) {
      try {
        var flyway = flyway(source, dialect, folder);
        refuseNewer(flyway, place);
        flyway.migrate();
      } catch (FlywayException e) {
        throw new DatabaseException(
            """
            A migration of the database %s failed: %s. The database is as it was before that \
            migration; restore a backup, or run the release that wrote it.\
            """
                .formatted(place, e.getMessage()),
            e);
      }
    }
  }

  private static Flyway flyway(DataSource source, Dialect dialect, String folder) {
    var locations = new ArrayList<>(List.of("classpath:" + folder + "/any"));
    locations.add("classpath:" + folder + "/" + dialect.name().toLowerCase(Locale.ROOT));
    return Flyway.configure()
        .dataSource(source)
        .locations(locations.toArray(String[]::new))
        .table("migrations_" + folder.substring(folder.lastIndexOf('/') + 1))
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .ignoreMigrationPatterns("*:future")
        .loggers("slf4j")
        .load();
  }

  private static void refuseNewer(Flyway flyway, String place) {
    for (var migration : flyway.info().all()) {
      if (migration.getState() == MigrationState.FUTURE_SUCCESS) {
        throw new DatabaseException(
            """
            The database %s was written by a newer Loom: it has migration %s, "%s", which this \
            one does not know. Run that release, or restore a backup from before it.\
            """
                .formatted(place, migration.getVersion(), migration.getDescription()));
      }
      if (migration.getState() == MigrationState.FAILED) {
        throw new DatabaseException(
            "Migration %s of the database %s failed before; restore a backup and try again."
                .formatted(migration.getVersion(), place));
      }
    }
  }
}
