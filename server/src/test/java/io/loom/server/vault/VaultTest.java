package io.loom.server.vault;

import static io.loom.server.vault.KeyStore.PASSWORD;
import static io.loom.server.vault.KeyStore.entry;
import static io.loom.server.vault.KeyStore.flip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
  private final Path file;
  private final KeyStore store;

  VaultTest(@TempDir Path folder) {
    file = folder.resolve("kept").resolve(".keys.json");
    store = new KeyStore(file);
  }

  @Test
  void secretSurvivesReopening() {
    var vault = store.open();
    vault.put("a-api-key", "A", new Secret("sk-ünique"));
    vault.put("b-api-key", "B", new Secret("other"));
    vault.put("a-api-key", "A", new Secret("sk-second"));
    vault.delete("b-api-key");
    vault.delete("never-there");

    var reopened = store.open();
    assertThat(reopened.ids()).containsExactly("a-api-key");
    assertThat(reopened.get("a-api-key")).contains(new Secret("sk-second"));
    assertThat(reopened.get("b-api-key")).isEmpty();
  }

  @Test
  void passwordsCostWhatTheyShould() throws IOException {
    Vault.open(file, PASSWORD).put("a", "A", new Secret("s"));

    assertThat(store.text())
        .contains("\"algorithm\" : \"argon2id\"", "\"memory_kib\" : 65536", "\"iterations\" : 3");
    assertThat(store.open().get("a")).contains(new Secret("s"));
  }

  @Test
  void fileIsForItsOwnerOnlyAndHoldsNoSecretInClear() throws IOException {
    store.open().put("a", "A", new Secret("sk-visible"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(store.text())
        .doesNotContain("sk-visible", PASSWORD.reveal())
        .contains("\"version\" : \"2.0\"", "\"encrypted_data\"");
    try (var siblings = Files.list(file.getParent())) {
      assertThat(siblings).containsExactly(file);
    }
  }

  @Test
  void fileThatOthersCanReadIsTakenFromThem() throws IOException {
    store.open();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

    store.open();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void wrongPasswordIsToldAtOnceAndChangesNothing() throws IOException {
    store.open().put("a", "A", new Secret("s"));
    var before = Files.readAllBytes(file);

    assertThatThrownBy(() -> store.open(new Secret("wrong")))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("LOOM_PASSWORD")
        .hasMessageNotContaining("wrong");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"version\":\"2.0\"",
        "{\"version\":\"3.0\",\"keys\":{}}",
        "{\"version\":\"2.0\",\"passwords\":[],\"keys\":{}}",
        "{\"version\":\"2.0\",\"passwords\":[{\"kdf\":{\"algorithm\":\"md5\"}}]}",
        "{\"version\":\"2.0\",\"passwords\":[{\"kdf\":{\"algorithm\":\"argon2id\",\"memory_kib\":2000000000,\"iterations\":3,\"parallelism\":1}}]}",
        "{\"version\":\"1.0\",\"password_salt\":\"!\",\"password_verify\":\"\",\"keys\":{}}"
      })
  void damagedFileIsRefusedAndNeverOverwritten(String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);

    assertThatThrownBy(store::open)
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("backup");
    assertThat(store.text()).isEqualTo(text);
  }

  static Stream<Arguments> changedFields() {
    return Stream.of(
        changed("wrapped_key was changed", it -> flip(password(it), "wrapped_key")),
        changed("LOOM_PASSWORD", it -> flip(password(it), "password_verify")),
        changed("LOOM_PASSWORD", it -> flip(password(it), "password_salt")),
        changed("LOOM_PASSWORD", it -> password(it).withObjectProperty("kdf").put("iterations", 2)),
        changed("password_verify", it -> password(it).remove("password_verify")),
        changed("data_keys.1", it -> flip(dataKey(it), "wrapped_key")),
        changed("data_keys.2", it -> dataKeys(it).set("2", dataKey(it).deepCopy())),
        changed("data_keys.x", it -> dataKeys(it).set("x", dataKey(it).deepCopy())),
        changed("data_keys", it -> it.remove("data_keys")));
  }

  private static Arguments changed(String named, Consumer<ObjectNode> change) {
    return Arguments.of(named, change);
  }

  private static ObjectNode password(ObjectNode document) {
    return (ObjectNode) document.path("passwords").get(0);
  }

  private static ObjectNode dataKeys(ObjectNode document) {
    return document.withObjectProperty("data_keys");
  }

  private static ObjectNode dataKey(ObjectNode document) {
    return dataKeys(document).withObjectProperty("1");
  }

  @ParameterizedTest
  @MethodSource("changedFields")
  void changedKeysAreNamedAndNothingIsWritten(String named, Consumer<ObjectNode> change)
      throws IOException {
    store.open().put("a", "A", new Secret("s"));
    store.edit(change);
    var before = store.text();

    assertThatThrownBy(store::open)
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(named);
    assertThat(store.text()).isEqualTo(before);
  }

  @Test
  void changedEntryIsToldByItsIdAndTheOthersOpen() throws IOException {
    var vault = store.open();
    vault.put("a", "A", new Secret("s"));
    vault.put("b", "B", new Secret("t"));
    store.edit(it -> flip(entry(it, "a"), "encrypted_data"));

    var reopened = store.open();
    assertThatThrownBy(() -> reopened.get("a"))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("entry a");
    assertThat(reopened.get("b")).contains(new Secret("t"));

    reopened.put("a", "A", new Secret("again"));
    assertThat(store.open().get("a")).contains(new Secret("again"));
  }

  @Test
  void entriesThatChangedPlacesDoNotOpen() throws IOException {
    var vault = store.open();
    vault.put("a", "A", new Secret("s"));
    vault.put("b", "B", new Secret("t"));
    store.edit(it -> {
      var a = entry(it, "a").get("encrypted_data");
      entry(it, "a").set("encrypted_data", entry(it, "b").get("encrypted_data"));
      entry(it, "b").set("encrypted_data", a);
    });

    var reopened = store.open();
    assertThat(reopened.report().entries()).noneMatch(VaultReport.Entry::isReadable);
    assertThatThrownBy(() -> reopened.get("a")).hasMessageContaining("entry a");
    assertThatThrownBy(() -> reopened.get("b")).hasMessageContaining("entry b");
  }

  @Test
  void entryThatIsCutOrNoObjectIsNamed() throws IOException {
    var vault = store.open();
    vault.put("a", "A", new Secret("s"));
    vault.put("b", "B", new Secret("t"));
    store.edit(it -> {
      entry(it, "a").put("encrypted_data", "AQ==");
      it.withObjectProperty("keys").put("b", "text");
    });

    var reopened = store.open();
    assertThatThrownBy(() -> reopened.get("a")).hasMessageContaining("entry a");
    assertThatThrownBy(() -> reopened.get("b")).hasMessageContaining("entry b");
    reopened.put("b", "B", new Secret("again"));
    assertThat(store.open().get("b")).contains(new Secret("again"));
  }

  @Test
  void fileThatCannotBeWrittenLeavesTheVaultAsItWas() throws IOException {
    var vault = store.open();
    vault.put("a", "A", new Secret("s"));
    // A folder where the new file would be made stops any user, root too.
    Files.createDirectories(file.resolveSibling(".keys.json.new").resolve("in the way"));

    assertThatThrownBy(() -> vault.put("b", "B", new Secret("t")))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(vault::rotate).isInstanceOf(VaultException.class);
    assertThat(vault.ids()).containsExactly("a");
    assertThat(vault.sealer().generation()).isEqualTo(1);
    assertThat(store.open().ids()).containsExactly("a");
  }

  @Test
  void writeThatWasCutOffMeansNothing() throws IOException {
    var vault = store.open();
    vault.put("a", "A", new Secret("s"));
    Files.writeString(file.resolveSibling(".keys.json.new"), store.text().substring(0, 40));

    assertThat(store.open().get("a")).contains(new Secret("s"));
    vault.put("b", "B", new Secret("t"));
    assertThat(store.open().ids()).containsExactly("a", "b");
  }

  @Test
  void linkToTheFileStaysALink() throws IOException {
    var elsewhere = file.resolveSibling("elsewhere.json");
    new KeyStore(elsewhere).open();
    Files.createSymbolicLink(file, elsewhere);

    store.open().put("a", "A", new Secret("s"));

    assertThat(file).isSymbolicLink();
    assertThat(new KeyStore(elsewhere).open().ids()).containsExactly("a");
  }

  @Test
  void whatLoomDoesNotKnowStays() throws IOException {
    store.open().put("a", "A", new Secret("s"));
    store.edit(it -> entry(it.put("note", "of the operator"), "a").put("owner", "ada"));

    var vault = store.open();
    vault.put("a", "A", new Secret("t"));
    vault.rotate();

    assertThat(store.text()).contains("of the operator", "ada");
  }

  @Test
  void secondServerIsRefused() {
    try (var _ = VaultLock.take(file)) {
      assertThatThrownBy(() -> VaultLock.take(file).close())
          .isInstanceOf(VaultException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("in use");
    }
    VaultLock.take(file).close();
  }

  @Test
  void openingLocksTheStoreUntilItIsClosed() {
    store.open().put("a", "A", new Secret("s"));

    try (var opening = VaultOpening.begin(file, PASSWORD, InstantSource.system())) {
      assertThat(opening.vault().get("a")).contains(new Secret("s"));
      assertThatThrownBy(() -> VaultLock.take(file).close()).hasMessageContaining("in use");
    }
    try (var opening = VaultOpening.begin(file, new Secret("no"), InstantSource.system())) {
      assertThatThrownBy(opening::vault)
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("LOOM_PASSWORD");
    }
  }

  @Test
  void manyThreadsLoseNothing() throws InterruptedException {
    var vault = store.open();
    var writes = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 20; i++) {
      var id = "key-" + i;
      writes.add(() -> {
        vault.put(id, id, new Secret(id));
        return vault.get(id).isPresent();
      });
    }
    writes.add(() -> vault.rotate() == 2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(writes)).allMatch(write -> write.resultNow());
    }
    assertThat(store.open().report().entries()).hasSize(20).allMatch(VaultReport.Entry::isReadable);
  }

  @Test
  void reportTellsNoSecret() {
    var vault = store.open();
    vault.put("a", "Key of A", new Secret("sk-visible"));
    vault.rotate();

    var report = VaultReport.read(file, PASSWORD).orElseThrow();
    assertThat(report.toString()).doesNotContain("sk-visible", PASSWORD.reveal());
    assertThat(report.generation()).isEqualTo(2);
    assertThat(report.dataKeys()).hasSize(2);
    assertThat(report.entries())
        .extracting(VaultReport.Entry::id, VaultReport.Entry::name)
        .containsExactly(tuple("a", "Key of A"));
  }
}
