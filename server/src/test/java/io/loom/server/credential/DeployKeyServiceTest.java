package io.loom.server.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.loom.base.Secret;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.ServerWorld;
import io.loom.server.credential.DeployKeyService.Old;
import io.loom.server.vault.KeyDerivation;
import io.loom.server.vault.SealedTable.Resealed;
import io.loom.server.vault.Vault;
import io.loom.server.vault.VaultException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class DeployKeyServiceTest {
  private final ServerWorld world;
  private final Path vaultFile;
  private final Vault vault;
  private final DeployKeyRepository rows;
  private final DeployKeyService keys;

  DeployKeyServiceTest(DatabaseKind kind, @TempDir Path folder) {
    world = new ServerWorld(kind, folder);
    world.givenProject("demo", "git@example.org:demo.git");
    vaultFile = folder.resolve("vault.json");
    vault = openVault();
    rows = new DeployKeyRepository(world.database.dialect());
    keys = service(vault);
  }

  private Vault openVault() {
    return Vault.open(vaultFile, new Secret("password"), world.clock, new KeyDerivation(64, 1, 1));
  }

  private DeployKeyService service(Vault with) {
    return new DeployKeyService(
        world.database,
        rows,
        with.sealer(),
        world.events,
        world.clock,
        world.ids,
        Duration.ofDays(7));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void twentyWhoNeedTheKeyGetTheSame() throws Exception {
    var needs = new ArrayList<Callable<Optional<DeployKeys>>>();
    for (int i = 0; i < 20; i++) {
      needs.add(() -> keys.require("system", "demo"));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(
              threads.invokeAll(needs).stream()
                  .map(Future::resultNow)
                  .map(pair -> pair.orElseThrow().current().fingerprint())
                  .distinct())
          .hasSize(1);
    }
    assertThat(world.count("deploy_key.created")).isEqualTo(1);
  }

  @Test
  void tenRotationsAtOnceLeaveOneKeyAndTheOneBeforeThem() throws Exception {
    var first = require().current();
    var rotations = new ArrayList<Callable<Optional<DeployKeys>>>();
    for (int i = 0; i < 10; i++) {
      rotations.add(() -> keys.rotate("user:ada", "demo", Old.OVERLAPS));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var rotation : threads.invokeAll(rotations)) {
        assertThat(rotation.resultNow()).isPresent();
      }
    }

    assertThat(require().previous()).extracting(DeployKey::id).isEqualTo(first.id());
    assertThat(world.count("deploy_key.rotated")).isEqualTo(10);
    assertThat(world.count("deploy_key.ended")).isEqualTo(9);
  }

  @Test
  void projectThatIsNotThereGetsNoKey() {
    assertThat(keys.require("system", "none")).isEmpty();
    assertThat(keys.rotate("system", "none", Old.ENDS)).isEmpty();
  }

  @Test
  void keyThatWasSeenToWorkEndsTheOneBeforeIt() {
    var first = require().current();
    var rotated = rotate(Old.OVERLAPS);
    assertThat(rotated.previous()).extracting(DeployKey::id).isEqualTo(first.id());

    keys.endPrevious(rotated);

    assertThat(require().previous()).isNull();
    assertThat(require().current().id()).isEqualTo(rotated.current().id());
  }

  @Test
  void keyThatWasReplacedMeanwhileEndsNothing() {
    var first = require().current();
    var seen = rotate(Old.OVERLAPS);
    var _ = rotate(Old.OVERLAPS);

    keys.endPrevious(seen);

    assertThat(require().previous()).extracting(DeployKey::id).isEqualTo(first.id());
  }

  @Test
  void oldKeyEndsWithItsTime() {
    var _ = require();
    var _ = rotate(Old.OVERLAPS);

    world.clock.advance(Duration.ofDays(7).minusMillis(1));
    keys.endOverdue("demo");
    assertThat(require().previous()).isNotNull();

    world.clock.advance(Duration.ofMillis(1));
    assertThat(require().previous()).isNull();
    assertThat(world.count("deploy_key.ended")).isZero();
    keys.endOverdue("demo");
    assertThat(world.count("deploy_key.ended")).isEqualTo(1);
  }

  @Test
  void immediateRotationEndsBothOldKeys() {
    var _ = require();
    var _ = rotate(Old.OVERLAPS);

    assertThat(rotate(Old.ENDS).previous()).isNull();
    assertThat(world.count("deploy_key.ended")).isEqualTo(2);
  }

  @Test
  void useIsNotedOncePerMinute() {
    keys.noteUse(require().current());
    var first = world.clock.instant();
    world.clock.advance(Duration.ofSeconds(60));
    keys.noteUse(require().current());
    assertThat(require().current().lastUsedAt()).isEqualTo(first);

    world.clock.advance(Duration.ofSeconds(1));
    keys.noteUse(require().current());
    assertThat(require().current().lastUsedAt()).isEqualTo(world.clock.instant());
  }

  @Test
  void privateHalfIsSealedForItsProjectAlone() {
    var key = require().current();
    assertThat(key.sealed()).doesNotContain("OPENSSH");
    assertThat(keys.open(key).reveal()).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n");
    assertThat(key.toString()).doesNotContain(key.sealed());

    world.givenProject("other", "git@example.org:other.git");
    world.database.change(handle ->
        handle.execute("UPDATE credentials SET project_id = 'other' WHERE project_id = 'demo'"));

    var moved = keys.require("system", "other").orElseThrow().current();
    assertThatExceptionOfType(VaultException.class).isThrownBy(() -> keys.open(moved));
  }

  @Test
  void databaseAndKeyStoreAloneOpenTheKey() {
    var key = require().current();
    var text = keys.open(key).reveal();

    assertThat(service(openVault()).open(key).reveal()).isEqualTo(text);
  }

  @Test
  void rotationOfTheVaultReachesTheKeys() {
    var text = keys.open(require().current()).reveal();
    var table = new DeployKeyTable(world.database, rows, vault.sealer());
    assertThat(table.countBehind()).isZero();

    vault.rotate();

    assertThat(table.countBehind()).isEqualTo(1);
    assertThat(table.reseal()).isEqualTo(new Resealed(1, 0));
    assertThat(table.countBehind()).isZero();
    assertThat(keys.open(require().current()).reveal()).isEqualTo(text);
  }

  @Test
  void keysGoWithTheirProject() {
    var id = require().current().id();

    world.database.change(handle -> handle.execute("DELETE FROM projects WHERE id = 'demo'"));

    var left = world.database.read(queries -> rows.find(queries, id));
    assertThat(left).isEmpty();
  }

  private DeployKeys require() {
    return keys.require("system", "demo").orElseThrow();
  }

  private DeployKeys rotate(Old old) {
    return keys.rotate("user:ada", "demo", old).orElseThrow();
  }
}
