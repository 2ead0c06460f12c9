package io.loom.server.vault;

import static io.loom.server.vault.KeyStore.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loom.base.Secret;
import io.loom.server.vault.PasswordChange.Changed;
import io.loom.server.vault.PasswordChange.Old;
import io.loom.server.vault.PasswordChange.WrongPassword;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordChangeTest {
  private static final Secret SECOND = new Secret("second password");
  private static final Secret THIRD = new Secret("third password");
  private static final Place PLACE = new Place("secrets", "1", "value");

  private final KeyStore store;

  PasswordChangeTest(@TempDir Path folder) {
    store = new KeyStore(folder.resolve(".keys.json"));
  }

  @Test
  void bothPasswordsOpenUntilAStartWithTheNewOne() {
    var vault = store.open();
    vault.put("a", "A", new Secret("s"));
    var sealed = vault.sealer().seal(PLACE, new Secret("t"));

    assertThat(vault.changePassword(PASSWORD, SECOND, Old.WORKS_UNTIL_NEXT_START))
        .isEqualTo(new Changed(2));
    assertThat(store.open(PASSWORD).get("a")).contains(new Secret("s"));
    assertThat(store.open(PASSWORD).report().opensWithOldPassword()).isTrue();

    var restarted = store.open(SECOND);
    assertThat(restarted.get("a")).contains(new Secret("s"));
    assertThat(restarted.sealer().open(PLACE, sealed)).isEqualTo(new Secret("t"));
    assertThat(restarted.report().passwords()).isEqualTo(1);
    assertThatThrownBy(() -> store.open(PASSWORD)).hasMessageContaining("LOOM_PASSWORD");
  }

  @Test
  void oldPasswordCanEndAtOnce() {
    var vault = store.open();
    vault.put("a", "A", new Secret("s"));

    assertThat(vault.changePassword(PASSWORD, SECOND, Old.ENDS_AT_ONCE)).isEqualTo(new Changed(1));

    assertThatThrownBy(() -> store.open(PASSWORD)).hasMessageContaining("LOOM_PASSWORD");
    assertThat(store.open(SECOND).get("a")).contains(new Secret("s"));
    vault.put("b", "B", new Secret("t"));
    assertThat(store.open(SECOND).ids()).containsExactly("a", "b");
  }

  @Test
  void secondChangeBeforeARestartKeepsThePasswordThatWasGiven() {
    var vault = store.open();
    vault.changePassword(PASSWORD, SECOND, Old.WORKS_UNTIL_NEXT_START);

    assertThat(vault.changePassword(PASSWORD, THIRD, Old.WORKS_UNTIL_NEXT_START))
        .isEqualTo(new Changed(2));

    assertThatThrownBy(() -> store.open(SECOND)).hasMessageContaining("LOOM_PASSWORD");
    assertThat(store.open(PASSWORD).report().passwords()).isEqualTo(2);
    assertThat(store.open(THIRD).report().passwords()).isEqualTo(1);
  }

  @Test
  void wrongPasswordChangesNothing() throws IOException {
    var vault = store.open();
    var before = store.text();

    assertThat(vault.changePassword(SECOND, THIRD, Old.ENDS_AT_ONCE))
        .isEqualTo(new WrongPassword());

    assertThat(store.text()).isEqualTo(before);
  }

  @Test
  void fileOfTheGoLoomThatTheOldPasswordOpensIsRemoved() throws Exception {
    GoKeyStore.write(store.file(), PASSWORD, Map.of("a", "s"));
    var vault = store.open();
    var kept = store.file().resolveSibling(".keys.json.v1.bak");
    assertThat(kept).exists();

    vault.changePassword(PASSWORD, SECOND, Old.WORKS_UNTIL_NEXT_START);

    assertThat(kept).doesNotExist();
  }
}
