package io.loom.ground.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.loom.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator reads when the database cannot be used.
class DatabaseRefusalTest {
  private static final List<String> TRIAL = List.of("db/trial");

  @TempDir private Path folder = Path.of("");

  @Test
  void fileThatIsNoDatabaseIsNamedAndLeftAlone() throws IOException {
    var file = folder.resolve("loom.db");
    var junk = "this is not a database, but longer than its header has to be ".repeat(20);
    Files.writeString(file, junk);

    assertThat(refusal(new DatabaseConfig.Sqlite(file)))
        .contains(file.toString(), "integrity_check", "backup");
    assertThat(file).hasContent(junk);
  }

  @Test
  void folderInsteadOfAFileIsNamed() throws IOException {
    var file = Files.createDirectory(folder.resolve("loom.db"));

    assertThat(refusal(new DatabaseConfig.Sqlite(file))).contains(file.toString());
  }

  @Test
  void secondServerOnOneFileIsToldSo() {
    var config = new DatabaseConfig.Sqlite(folder.resolve("loom.db"));
    try (var _ = Databases.open(config, TRIAL)) {
      assertThat(refusal(config)).contains("Another Loom uses the database");
    }
  }

  @Test
  void newerDatabaseIsNotTouched() {
    var config = new DatabaseConfig.Sqlite(folder.resolve("loom.db"));
    try (var database = Databases.open(config, TRIAL)) {
      database.change(handle ->
          handle.execute(
              """
              INSERT INTO migrations_trial (installed_rank, version, description, type,
                script, installed_by, execution_time, success)
              VALUES (99, '999', 'from the future', 'SQL', 'V999.sql', 'test', 1, 1)
              """));
    }

    assertThat(refusal(config)).contains("newer Loom", "999", "from the future");
  }

  @Test
  void unreachablePostgresIsNamedWithoutItsPassword() {
    var dsn = new Secret("postgres://loom:hunter2@localhost:1/loom");

    assertThat(refusal(new DatabaseConfig.Postgresql(dsn, 2)))
        .contains("localhost:1/loom", "database.dsn")
        .doesNotContain("hunter2");
  }

  @Test
  void malformedDsnIsNotRepeated() {
    var dsn = new Secret("postgres://loom:hunter2 @@@");

    assertThat(refusal(new DatabaseConfig.Postgresql(dsn, 2)))
        .contains("postgres://user:password@host")
        .doesNotContain("hunter2");
  }

  private static String refusal(DatabaseConfig config) {
    var thrown = catchThrowableOfType(DatabaseException.class, () -> Databases.open(config, TRIAL));
    return String.valueOf(thrown.getMessage());
  }
}
