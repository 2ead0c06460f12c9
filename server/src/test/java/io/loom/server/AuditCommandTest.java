package io.loom.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.config.Environment;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseConfig;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.database.Databases;
import io.loom.server.apikey.KeptSecret;
import io.loom.server.audit.AuditFeature;
import io.loom.server.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// `loom audit verify` beside a running server, on both databases.
@ParameterizedClass
@EnumSource
class AuditCommandTest {
  private static final List<String> MIGRATIONS = List.of("db/server");
  private static final Secret PASSWORD = new Secret("correct horse battery staple");

  private record Ended(int code, String out, String err) {}

  private final DatabaseConfig place;
  private final Database database;

  @TempDir Path folder;

  AuditCommandTest(DatabaseKind kind) {
    place = kind.freshConfig(MIGRATIONS);
    database = Databases.open(place, MIGRATIONS);
  }

  @BeforeEach
  void writeSomething() throws IOException {
    var clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
    var vault = Vault.open(folder.resolve(".keys.json"), PASSWORD, clock);
    var key = KeptSecret.of(vault, AuditFeature.KEY_ID, "Seals the audit trail");
    AuditFeature.create(key, null, database, clock, new Ids(clock)).close();
    Files.writeString(folder.resolve("config.yaml"), config());
  }

  private String config() {
    return switch (place) {
      case DatabaseConfig.Sqlite(var path) -> "database: {path: \"%s\"}".formatted(path);
      case DatabaseConfig.Postgresql(var dsn, _) ->
          "database: {type: postgres, dsn: \"%s\"}".formatted(dsn.reveal());
    };
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void intactTrailIsReportedWithAPlaceToNote() {
    var ended = run(PASSWORD, "verify");

    assertThat(ended.code()).isEqualTo(0);
    assertThat(ended.out()).contains("1 records are as Loom wrote them.", "the last is 1:");
    var noted = ended.out().replaceFirst("(?s).*the last is (\\S+).*", "$1");
    assertThat(run(PASSWORD, "verify", "-since", noted).code()).isEqualTo(0);
    assertThat(run(PASSWORD, "verify", "-since", "9" + noted).err())
        .contains("The trail ends before record 2");
  }

  @Test
  void changedRecordIsNamed() {
    database.change(handle -> {
      handle.execute(
          switch (database.dialect()) {
            case SQLITE -> "DROP TRIGGER audit_records_stay";
            case POSTGRESQL -> "DROP TRIGGER audit_records_stay ON audit_records";
          });
      handle.execute("UPDATE audit_records SET actor = 'user:eve'");
    });

    var ended = run(PASSWORD, "verify");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("tampered with", "Record 1 (", "was changed");
  }

  @Test
  void wrongPasswordIsSaidAndChangesNothing() throws IOException {
    var before = Files.readString(folder.resolve(".keys.json"));

    var ended = run(new Secret("wrong"), "verify");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("LOOM_PASSWORD");
    assertThat(Files.readString(folder.resolve(".keys.json"))).isEqualTo(before);
  }

  @Test
  void missingKeyStoreIsSaid() throws IOException {
    Files.delete(folder.resolve(".keys.json"));

    assertThat(run(PASSWORD, "verify").err()).contains("has no key of an audit trail");
    assertThat(folder.resolve(".keys.json")).doesNotExist();
  }

  @Test
  void misuseIsExplained() {
    assertThat(run(PASSWORD).code()).isEqualTo(2);
    assertThat(run(PASSWORD, "verify", "-since", "yesterday").code()).isEqualTo(2);
    assertThat(run(PASSWORD, "burn").err()).contains("burn", "Usage: loom audit verify");
    assertThat(run(PASSWORD, "-help").code()).isEqualTo(0);
  }

  private Ended run(Secret password, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var command =
        new AuditCommand(
            Environment.of(Map.of("LOOM_PASSWORD", password.reveal())),
            folder.resolve(".keys.json"),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    var all = new ArrayList<>(List.of(arguments));
    if (all.contains("verify")) {
      all.addAll(List.of("-config", folder.resolve("config.yaml").toString()));
    }
    int code = command.run(all.toArray(String[]::new));
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
