package io.loom.server.vault;

import static io.loom.server.vault.KeyStore.PASSWORD;
import static io.loom.server.vault.KeyStore.entry;
import static io.loom.server.vault.KeyStore.flip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loom.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The key store of the Go Loom.
class FirstVersionTest {
  private final KeyStore store;
  private final Path kept;

  FirstVersionTest(@TempDir Path folder) {
    store = new KeyStore(folder.resolve("kept").resolve(".keys.json"));
    kept = store.file().resolveSibling(".keys.json.v1.bak");
  }

  @BeforeEach
  void write() throws IOException, GeneralSecurityException {
    GoKeyStore.write(
        store.file(), PASSWORD, Map.of("tokenhub-api-key", "sk-go-loom", "ssh-p", "line\nline"));
  }

  @Test
  void secretsSurviveTheUpgradeAndTheOldFileIsKept() throws IOException {
    var before = store.text();

    var vault = store.open();

    assertThat(vault.get("tokenhub-api-key")).contains(new Secret("sk-go-loom"));
    assertThat(vault.get("ssh-p")).contains(new Secret("line\nline"));
    assertThat(store.text())
        .contains("\"version\" : \"2.0\"", "of the operator", "from before")
        .contains("2024-05-01T10:00:00.123456789Z", "Name of ssh-p");
    assertThat(kept).hasContent(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    assertThat(store.open().get("ssh-p")).contains(new Secret("line\nline"));
    assertThat(vault.report().firstVersion()).contains(kept);
  }

  @Test
  void upgradeThatWasKilledAfterTheCopyIsDoneAgain() throws IOException {
    Files.copy(store.file(), kept);
    Files.writeString(store.file().resolveSibling(".keys.json.new"), "{\"version\":");

    assertThat(store.open().get("ssh-p")).contains(new Secret("line\nline"));
  }

  @Test
  void otherFileInTheWayIsNotOverwritten() throws IOException {
    Files.writeString(kept, "of another day");
    var before = store.text();

    assertThatThrownBy(store::open).hasMessageContaining(kept.toString());

    assertThat(kept).hasContent("of another day");
    assertThat(store.text()).isEqualTo(before);
  }

  @Test
  void wrongPasswordLeavesTheFileAsItIs() throws IOException {
    var before = store.text();

    assertThatThrownBy(() -> store.open(new Secret("wrong")))
        .hasMessageContaining("LOOM_PASSWORD")
        .hasMessageContaining(store.file().toString());

    assertThat(store.text()).isEqualTo(before);
    assertThat(kept).doesNotExist();
  }

  @Test
  void everyChangedEntryIsNamedAndTheFileStays() throws IOException {
    store.edit(it -> {
      flip(entry(it, "ssh-p"), "encrypted_data");
      entry(it, "tokenhub-api-key").put("encrypted_data", "AAAA");
    });
    var before = store.text();

    assertThatThrownBy(store::open).hasMessageContaining("ssh-p, tokenhub-api-key");

    assertThat(store.text()).isEqualTo(before);
    assertThat(kept).doesNotExist();
  }

  @Test
  void lookingAtItUpgradesNothing() throws IOException {
    var before = store.text();

    var report = VaultReport.read(store.file(), PASSWORD).orElseThrow();

    assertThat(report.version()).isEqualTo("1.0");
    assertThat(report.entries()).hasSize(2);
    assertThat(store.text()).isEqualTo(before);
  }
}
