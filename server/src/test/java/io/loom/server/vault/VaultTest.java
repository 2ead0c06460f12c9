package io.loom.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loom.base.Secret;
import io.loom.ground.http.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
  private static final Secret PASSWORD = new Secret("pässword 1");

  private final Path file;

  VaultTest(@TempDir Path folder) {
    file = folder.resolve("kept").resolve(".keys.json");
  }

  @Test
  void secretSurvivesReopening() {
    var vault = Vault.open(file, PASSWORD);
    vault.put("a-api-key", "A", new Secret("sk-ünique"));
    vault.put("b-api-key", "B", new Secret("other"));
    vault.put("a-api-key", "A", new Secret("sk-second"));
    vault.delete("b-api-key");
    vault.delete("never-there");

    var reopened = Vault.open(file, PASSWORD);
    assertThat(reopened.ids()).containsExactly("a-api-key");
    assertThat(reopened.get("a-api-key")).contains(new Secret("sk-second"));
    assertThat(reopened.get("b-api-key")).isEmpty();
  }

  @Test
  void fileIsForItsOwnerOnlyAndHoldsNoSecretInClear() throws IOException {
    Vault.open(file, PASSWORD).put("a", "A", new Secret("sk-visible"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .doesNotContain("sk-visible", PASSWORD.reveal())
        .contains("\"version\" : \"1.0\"", "\"encrypted_data\"");
    try (var siblings = Files.list(file.getParent())) {
      assertThat(siblings).containsExactly(file);
    }
  }

  @Test
  void wrongPasswordIsToldAtOnceAndChangesNothing() throws IOException {
    Vault.open(file, PASSWORD).put("a", "A", new Secret("s"));
    var before = Files.readAllBytes(file);

    assertThatThrownBy(() -> Vault.open(file, new Secret("wrong")))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("LOOM_PASSWORD");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"version\":\"1.0\"",
        "{\"version\":\"2.0\",\"keys\":{}}",
        "{\"version\":\"1.0\",\"password_salt\":\"!\",\"password_verify\":\"\",\"keys\":{}}"
      })
  void damagedFileIsRefusedAndNeverOverwritten(String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);

    assertThatThrownBy(() -> Vault.open(file, PASSWORD))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("backup");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void changedEntryIsToldByItsId() throws IOException {
    Vault.open(file, PASSWORD).put("a", "A", new Secret("s"));
    var document =
        (com.fasterxml.jackson.databind.node.ObjectNode) Json.tree(Files.readString(file));
    var entry = document.withObjectProperty("keys").withObjectProperty("a");
    var bytes = Base64.getDecoder().decode(entry.get("encrypted_data").asText());
    bytes[bytes.length - 1] ^= 1;
    entry.put("encrypted_data", Base64.getEncoder().encodeToString(bytes));
    Files.writeString(file, document.toString());

    var vault = Vault.open(file, PASSWORD);
    assertThatThrownBy(() -> vault.get("a"))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("entry a");
  }

  @Test
  void fileThatCannotBeWrittenLeavesTheVaultAsItWas() throws IOException {
    var vault = Vault.open(file, PASSWORD);
    vault.put("a", "A", new Secret("s"));
    // A folder where the new file would be made stops any user, root too.
    Files.createDirectories(file.resolveSibling(".keys.json.new").resolve("in the way"));

    assertThatThrownBy(() -> vault.put("b", "B", new Secret("t")))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(file.toString());
    assertThat(vault.ids()).containsExactly("a");
    assertThat(Vault.open(file, PASSWORD).ids()).containsExactly("a");
  }

  @Test
  void fileOfTheGoLoomIsReadAndKeepsWhatLoomDoesNotKnow() throws Exception {
    var salt = random(32);
    var entry =
        Map.of(
            "id", "tokenhub-api-key",
            "name", "TokenHub",
            "description", "from before",
            "encrypted_data", sealedByHand("sk-go-loom"),
            "created_at", "2024-05-01T10:00:00.123456789Z",
            "updated_at", "2024-05-01T10:00:00.123456789Z");
    var document =
        Map.of(
            "version", "1.0",
            "password_salt", base64(salt),
            "password_verify", base64(pbkdf2(salt)),
            "keys", Map.of("tokenhub-api-key", entry),
            "note", "of the operator");
    Files.createDirectories(file.getParent());
    Files.writeString(file, Json.write(document));

    var vault = Vault.open(file, PASSWORD);
    assertThat(vault.get("tokenhub-api-key")).contains(new Secret("sk-go-loom"));

    vault.put("other", "Other", new Secret("x"));
    assertThat(Files.readString(file))
        .contains("of the operator", "from before", "2024-05-01T10:00:00.123456789Z");
    assertThat(Vault.open(file, PASSWORD).get("tokenhub-api-key"))
        .contains(new Secret("sk-go-loom"));
  }

  @Test
  void manyThreadsLoseNothing() throws InterruptedException {
    var vault = Vault.open(file, PASSWORD);
    var writes = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 20; i++) {
      var id = "key-" + i;
      writes.add(() -> {
        vault.put(id, id, new Secret(id));
        return vault.get(id).isPresent();
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(writes)).allMatch(write -> write.resultNow());
    }
    assertThat(Vault.open(file, PASSWORD).ids()).hasSize(20);
  }

  private static String sealedByHand(String text) throws Exception {
    var salt = random(32);
    var nonce = random(12);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(pbkdf2(salt), "AES"),
        new GCMParameterSpec(128, nonce));
    var sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return base64(ByteBuffer.allocate(44 + sealed.length).put(salt).put(nonce).put(sealed).array());
  }

  private static byte[] pbkdf2(byte[] salt) throws Exception {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(new PBEKeySpec(PASSWORD.reveal().toCharArray(), salt, 100_000, 256))
        .getEncoded();
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
