package io.loom.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import io.loom.server.MutableClock;
import io.loom.server.RestServer;
import io.loom.server.event.EventLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultResourceTest {
  private static final String PATH = "/api/v1/system/vault";

  private final Database database = DatabaseKind.SQLITE.fresh("db/server");
  private final EventLog events;
  private final KeyStore store;
  private final Vault vault;
  private final VaultFeature feature;
  private final RestServer server;
  private volatile Caller caller = Caller.LOCAL_ADMIN;

  VaultResourceTest(@TempDir Path folder) {
    var clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
    events = new EventLog(clock, new Ids(clock), database.dialect());
    store = new KeyStore(folder.resolve(".keys.json"));
    vault = store.open();
    feature = VaultFeature.start(vault, database, events, List.of());
    server = RestServer.of(_ -> caller, feature.resource());
  }

  @AfterEach
  void close() {
    server.close();
    feature.close();
    database.close();
  }

  private String newestEvent() {
    return database.read(queries -> events.newest(queries, "", "", 1)).getFirst().type();
  }

  @Test
  void statusTellsEverythingButSecrets() {
    vault.put("a", "Key of A", new Secret("sk-canary"));

    var status = server.get(PATH).body();

    assertThat(status.path("file").asText()).isEqualTo(store.file().toString());
    assertThat(status.path("generation").asInt()).isEqualTo(1);
    assertThat(status.path("passwords").asInt()).isEqualTo(1);
    assertThat(status.at("/entries/0/id").asText()).isEqualTo("a");
    assertThat(status.at("/entries/0/readable").asBoolean()).isTrue();
    assertThat(status.toString()).doesNotContain("canary", KeyStore.PASSWORD.reveal());
  }

  @Test
  void rotationMakesANewDataKey() {
    vault.put("a", "A", new Secret("s"));

    var rotated = server.post(PATH + "/rotate", "");

    assertThat(rotated.body().path("generation").asInt()).isEqualTo(2);
    assertThat(newestEvent()).isEqualTo("vault.rotated");
    assertThat(store.open().get("a")).contains(new Secret("s"));
  }

  @Test
  void passwordChangesWhileTheServerRuns() {
    vault.put("a", "A", new Secret("s"));

    var changed = password(KeyStore.PASSWORD.reveal(), "another one", false);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body().path("passwords").asInt()).isEqualTo(2);
    assertThat(newestEvent()).isEqualTo("vault.password_changed");
    assertThat(vault.get("a")).contains(new Secret("s"));
    assertThat(store.open(new Secret("another one")).get("a")).contains(new Secret("s"));
  }

  @Test
  void wrongPasswordIsRefused() {
    var refused = password("canary canary", "another one", true);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("error")).isEqualTo("vault-password");
    assertThat(refused.body().toString()).doesNotContain("canary", "another one");
    assertThat(store.open().ids()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "canary", "canary\\n and more", "pässword 1"})
  void newPasswordHasToBeUsable(String fresh) {
    var refused = password(KeyStore.PASSWORD.reveal(), fresh, true);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().at("/errors/0/pointer").asText()).isEqualTo("/new_password");
    assertThat(refused.body().toString()).doesNotContain("canary");
  }

  private RestServer.Answer password(String current, String fresh, boolean immediate) {
    return server.post(
        PATH + "/password",
        """
        {"current_password": "%s", "new_password": "%s", "immediate": %b}
        """
            .formatted(current, fresh, immediate));
  }

  @Test
  void fileThatCannotBeWrittenIsAProblemOfTheServer() throws Exception {
    Files.createDirectories(store.file().resolveSibling(".keys.json.new").resolve("in the way"));

    var refused = server.post(PATH + "/rotate", "");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("detail")).contains(store.file().toString());
    assertThat(password(KeyStore.PASSWORD.reveal(), "another one", true).status()).isEqualTo(503);
  }

  @Test
  void onlyAdministratorsGetIn() {
    caller = new Caller("ada", "ada", Set.of("secrets:*", "system:read"), Reach.EVERYTHING);

    assertThat(server.get(PATH).status()).isEqualTo(403);
    assertThat(server.post(PATH + "/rotate", "").status()).isEqualTo(403);
    assertThat(password("a", "b", true).status()).isEqualTo(403);
  }
}
