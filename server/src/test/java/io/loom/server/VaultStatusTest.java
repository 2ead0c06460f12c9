package io.loom.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Secret;
import io.loom.server.vault.KeyDerivation;
import io.loom.server.vault.PasswordChange;
import io.loom.server.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultStatusTest {
  private static final Secret PASSWORD = new Secret("canary password");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path file;

  VaultStatusTest(@TempDir Path folder) {
    file = folder.resolve(".keys.json");
  }

  private Vault open() {
    return Vault.open(file, PASSWORD, InstantSource.system(), new KeyDerivation(64, 1, 1));
  }

  private int status(Secret password, String... arguments) {
    return new VaultStatus(file, password, false)
        .run(
            List.of(arguments),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void healthyStoreIsDescribedWithoutItsSecrets() {
    var vault = open();
    vault.put("main-api-key", "Key", new Secret("canary value"));
    vault.rotate();
    vault.changePassword(
        PASSWORD, new Secret("canary next"), PasswordChange.Old.WORKS_UNTIL_NEXT_START);

    assertThat(status(PASSWORD, "status")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(file.toString(), "mode      0600", "version   2.0", "entry     main-api-key")
        .contains("ends at the next start with the new one", "; seals", "; opens only")
        .doesNotContain("canary");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void wrongPasswordAndChangedEntriesFail() throws IOException {
    open().put("main-api-key", "Key", new Secret("s"));
    assertThat(status(new Secret("canary"), "status")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("LOOM_PASSWORD", file.toString())
        .doesNotContain("canary");

    Files.writeString(
        file, Files.readString(file).replaceAll("\"encrypted_data\" : \"....", "$0AAAA"));
    assertThat(status(PASSWORD, "status")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("main-api-key was changed");
  }

  @Test
  void storeThatIsNotThereIsNotMade() {
    assertThat(status(PASSWORD, "status")).isEqualTo(1);
    assertThat(file).doesNotExist();
    assertThat(status(PASSWORD, "stats")).isEqualTo(2);
    assertThat(status(PASSWORD)).isEqualTo(2);
    assertThat(status(PASSWORD, "--help")).isZero();
  }
}
