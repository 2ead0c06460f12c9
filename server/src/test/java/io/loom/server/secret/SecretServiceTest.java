package io.loom.server.secret;

import static io.loom.server.secret.SecretWorld.ACME;
import static io.loom.server.secret.SecretWorld.ADA;
import static io.loom.server.secret.SecretWorld.ADMIN;
import static io.loom.server.secret.SecretWorld.BOB;
import static io.loom.server.secret.SecretWorld.DEMO;
import static io.loom.server.secret.SecretWorld.OTHER;
import static io.loom.server.secret.SecretWorld.VALUE;
import static io.loom.server.secret.SecretWorld.WEAVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loom.base.Secret;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.server.secret.Revealed.Refused;
import io.loom.server.secret.Revealed.Value;
import io.loom.server.secret.SecretChange.Done;
import io.loom.server.secret.SecretChange.MayOnlyList;
import io.loom.server.secret.SecretChange.NameTaken;
import io.loom.server.secret.SecretChange.NoSuchScope;
import io.loom.server.secret.SecretChange.NoSuchSecret;
import io.loom.server.secret.SecretScope.Kind;
import io.loom.server.vault.VaultException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SecretServiceTest {
  private final SecretWorld world;
  private final SecretService secrets;

  SecretServiceTest(DatabaseKind kind, @TempDir Path folder) {
    world = new SecretWorld(kind, folder);
    secrets = world.secrets();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private StoredSecret given(Caller caller, SecretScope scope, String name) {
    return ((Done) secrets.create(caller, scope, name, VALUE, "for tests")).secret();
  }

  @Test
  void secretIsStoredSealedAndToldWithoutItsValue() {
    var secret = given(ADA, DEMO, "NPM_TOKEN");

    assertThat(secret.version()).isEqualTo(1);
    assertThat(secret.createdBy()).isEqualTo("user:ada");
    assertThat(secrets.find(BOB, DEMO, "NPM_TOKEN")).isEqualTo(new Done(secret));
    assertThat(world.sealed()).hasSize(1).allMatch(it -> !it.contains(VALUE.reveal()));
    assertThat(world.newest().type()).isEqualTo("secret.created");
    assertThat(world.newest().projectId()).isEqualTo("demo");
    assertThat(world.newest().data())
        .contains("\"name\":\"NPM_TOKEN\"", "\"version\":1")
        .doesNotContain(VALUE.reveal());
  }

  @Test
  void nameIsTakenOncePerScope() {
    var first = given(ADA, DEMO, "TOKEN");
    given(ADMIN, OTHER, "TOKEN");
    long before = world.newest().seq();

    assertThat(secrets.create(ADA, DEMO, "TOKEN", new Secret("other"), ""))
        .isEqualTo(new NameTaken(DEMO, "TOKEN"));

    assertThat(world.newest().seq()).isEqualTo(before);
    assertThat(secrets.reveal(ADA, DEMO, "TOKEN", 0)).isEqualTo(new Value(first, 1, VALUE));
  }

  @Test
  void newValueIsANewVersionAndTheOldOneStays() {
    given(ADA, DEMO, "TOKEN");

    var updated = secrets.update(BOB, DEMO, "TOKEN", new Secret("second"), null);

    var secret = ((Done) updated).secret();
    assertThat(secret.version()).isEqualTo(2);
    assertThat(secret.updatedBy()).isEqualTo("user:bob");
    assertThat(secret.description()).isEqualTo("for tests");
    assertThat(secrets.reveal(ADA, DEMO, "TOKEN", 0))
        .isEqualTo(new Value(secret, 2, new Secret("second")));
    assertThat(secrets.reveal(ADA, DEMO, "TOKEN", 1)).isEqualTo(new Value(secret, 1, VALUE));
    assertThat(secrets.reveal(ADA, DEMO, "TOKEN", 3))
        .isEqualTo(new Refused(new NoSuchSecret(DEMO, "TOKEN")));
    assertThat(secrets.versions(secret)).extracting(SecretVersion::version).containsExactly(2, 1);
  }

  @Test
  void descriptionAloneMakesNoVersion() {
    given(ADA, DEMO, "TOKEN");

    var updated = secrets.update(ADA, DEMO, "TOKEN", null, "another");

    var secret = ((Done) updated).secret();
    assertThat(secret.version()).isEqualTo(1);
    assertThat(secret.description()).isEqualTo("another");
    assertThat(world.newest().type()).isEqualTo("secret.updated");
  }

  @Test
  void oldestVersionsAreForgotten() {
    var secret = given(ADA, DEMO, "TOKEN");
    for (int i = 0; i < SecretService.KEPT_VERSIONS; i++) {
      assertThat(secrets.update(ADA, DEMO, "TOKEN", new Secret("v" + i), null))
          .isInstanceOf(Done.class);
    }

    assertThat(secrets.versions(secret))
        .hasSize(SecretService.KEPT_VERSIONS)
        .extracting(SecretVersion::version)
        .startsWith(11)
        .endsWith(2);
  }

  @Test
  void deletedSecretIsGoneWithItsValues() {
    given(ADA, DEMO, "TOKEN");

    assertThat(secrets.delete(ADA, DEMO, "TOKEN")).isInstanceOf(Done.class);

    assertThat(secrets.find(ADA, DEMO, "TOKEN")).isEqualTo(new NoSuchSecret(DEMO, "TOKEN"));
    assertThat(secrets.delete(ADA, DEMO, "TOKEN")).isEqualTo(new NoSuchSecret(DEMO, "TOKEN"));
    assertThat(world.sealed()).isEmpty();
    assertThat(world.newest().type()).isEqualTo("secret.deleted");
    assertThat(given(ADA, DEMO, "TOKEN").version()).isEqualTo(1);
  }

  @Test
  void lookingAtAValueLeavesAnEvent() {
    given(ADA, DEMO, "TOKEN");

    assertThat(secrets.reveal(BOB, DEMO, "TOKEN", 0)).isInstanceOf(Value.class);

    assertThat(world.newest().type()).isEqualTo("secret.revealed");
    assertThat(world.newest().actor()).isEqualTo("user:bob");
    assertThat(world.newest().data()).doesNotContain(VALUE.reveal());
  }

  @Test
  void projectBeyondReachDoesNotExist() {
    given(ADMIN, OTHER, "TOKEN");
    long before = world.newest().seq();
    var refused = new NoSuchScope(OTHER);

    assertThat(secrets.find(ADA, OTHER, "TOKEN")).isEqualTo(refused);
    assertThat(secrets.list(ADA, OTHER)).isEmpty();
    assertThat(secrets.list(ADA)).isEmpty();
    assertThat(secrets.create(ADA, OTHER, "MINE", VALUE, "")).isEqualTo(refused);
    assertThat(secrets.update(ADA, OTHER, "TOKEN", VALUE, null)).isEqualTo(refused);
    assertThat(secrets.delete(ADA, OTHER, "TOKEN")).isEqualTo(refused);
    assertThat(secrets.reveal(ADA, OTHER, "TOKEN", 0)).isEqualTo(new Refused(refused));
    assertThat(world.newest().seq()).isEqualTo(before);

    var none = new SecretScope(Kind.PROJECT, "none");
    assertThat(secrets.create(ADMIN, none, "A", VALUE, "")).isEqualTo(new NoSuchScope(none));
  }

  @Test
  void membersOfAnOrganisationSeeNamesAndItsAdminsChangeThem() {
    var secret = given(ADA, ACME, "TOKEN");
    var refused = new MayOnlyList(ACME);

    assertThat(secrets.list(BOB, ACME)).contains(java.util.List.of(secret));
    assertThat(secrets.create(BOB, ACME, "MINE", VALUE, "")).isEqualTo(refused);
    assertThat(secrets.update(BOB, ACME, "TOKEN", VALUE, null)).isEqualTo(refused);
    assertThat(secrets.delete(BOB, ACME, "TOKEN")).isEqualTo(refused);
    assertThat(secrets.reveal(BOB, ACME, "TOKEN", 0)).isEqualTo(new Refused(refused));
    assertThat(secrets.reveal(ADA, ACME, "TOKEN", 0)).isInstanceOf(Value.class);

    var strange = new SecretScope(Kind.ORG, "strange");
    assertThat(secrets.list(ADA, strange)).isEmpty();
  }

  @Test
  void secretsOfWeaversAreTheAdministrators() {
    given(ADMIN, WEAVER, "TOKEN");

    assertThat(secrets.find(ADA, WEAVER, "TOKEN")).isEqualTo(new NoSuchScope(WEAVER));
    assertThat(secrets.list(ADMIN)).hasSize(1);
  }

  @Test
  void secretsGoWithTheirProject() {
    given(ADA, DEMO, "TOKEN");

    world.projects.deleteByForce(Caller.LOCAL_ADMIN, "demo");

    assertThat(world.sealed()).isEmpty();
    assertThat(secrets.list(ADMIN)).isEmpty();
  }

  @Test
  void valueDoesNotOpenWhereItWasMovedTo() {
    given(ADMIN, OTHER, "TOKEN");
    given(ADA, DEMO, "MINE");
    world.execute("UPDATE secrets SET scope_id = 'demo', project_id = 'demo' WHERE name = 'TOKEN'");
    long before = world.newest().seq();

    assertThatThrownBy(() -> secrets.reveal(ADA, DEMO, "TOKEN", 0))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("TOKEN");
    assertThat(world.newest().seq()).isEqualTo(before);
    assertThat(secrets.reveal(ADA, DEMO, "MINE", 0)).isInstanceOf(Value.class);
  }

  @Test
  void rotationReachesEveryValueThatOpens() {
    for (int i = 0; i < 150; i++) {
      given(ADA, DEMO, "TOKEN_" + i);
    }
    given(ADMIN, OTHER, "MOVED");
    world.execute("UPDATE secrets SET name = 'ELSEWHERE' WHERE name = 'MOVED'");
    var before = world.sealed();

    assertThat(world.vault.rotate()).isEqualTo(2);
    assertThat(world.feature.table().countBehind()).isEqualTo(151);
    var resealed = world.feature.table().reseal();

    assertThat(resealed.resealed()).isEqualTo(150);
    assertThat(resealed.behind()).isEqualTo(1);
    assertThat(world.feature.table().countBehind()).isEqualTo(1);
    assertThat(world.sealed()).hasSize(151).filteredOn(before::contains).hasSize(1);
    assertThat(secrets.reveal(ADA, DEMO, "TOKEN_7", 0)).isInstanceOf(Value.class);
    assertThat(world.feature.table().reseal().resealed()).isZero();
  }

  @Test
  void racingValuesAreAllKept() throws InterruptedException {
    var secret = given(ADA, DEMO, "TOKEN");
    var updates = new ArrayList<Callable<SecretChange>>();
    for (int i = 0; i < 8; i++) {
      var value = new Secret("value-" + i);
      updates.add(() -> secrets.update(ADA, DEMO, "TOKEN", value, null));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(updates)).allMatch(it -> it.resultNow() instanceof Done);
    }

    assertThat(secrets.versions(secret)).hasSize(9);
  }
}
