package io.loom.server.secret;

import static io.loom.server.secret.SecretWorld.ACME;
import static io.loom.server.secret.SecretWorld.ADMIN;
import static io.loom.server.secret.SecretWorld.DEMO;
import static io.loom.server.secret.SecretWorld.OTHER;
import static io.loom.server.secret.SecretWorld.WEAVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Secret;
import io.loom.ground.database.DatabaseKind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SecretLookupTest {
  private final SecretWorld world;
  private final SecretLookup lookup;

  SecretLookupTest(DatabaseKind kind, @TempDir Path folder) {
    world = new SecretWorld(kind, folder);
    lookup = world.feature.lookup();
  }

  @BeforeEach
  void store() {
    store(ACME, "SHARED", "of the organisation");
    store(ACME, "ONLY_ORG", "org");
    store(DEMO, "SHARED", "of the project");
    store(OTHER, "ONLY_OTHER", "other");
    store(WEAVER, "SHARED", "of the weaver");
  }

  private void store(SecretScope scope, String name, String value) {
    assertThat(world.secrets().create(ADMIN, scope, name, new Secret(value), ""))
        .isInstanceOf(SecretChange.Done.class);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void narrowestScopeWins() {
    var weaver = new SecretHolder("acme", "demo", "weaver-1");
    var run = new SecretHolder("acme", "demo", null);

    assertThat(lookup.find(weaver, "SHARED")).contains(new Secret("of the weaver"));
    assertThat(lookup.find(run, "SHARED")).contains(new Secret("of the project"));
    assertThat(lookup.find(new SecretHolder("acme", null, null), "SHARED"))
        .contains(new Secret("of the organisation"));
    assertThat(lookup.find(weaver, ACME, "SHARED")).contains(new Secret("of the organisation"));
  }

  @Test
  void holderGetsTheSecretsOfItsScopesOnly() {
    var run = new SecretHolder("acme", "demo", null);

    assertThat(lookup.all(run))
        .containsOnlyKeys("ONLY_ORG", "SHARED")
        .containsEntry("SHARED", new Secret("of the project"));
    assertThat(lookup.find(run, "ONLY_OTHER")).isEmpty();
    assertThat(lookup.find(run, OTHER, "ONLY_OTHER")).isEmpty();
    assertThat(lookup.all(new SecretHolder(null, null, null))).isEmpty();
  }

  @Test
  void newestValueIsHandedOver() {
    assertThat(world.secrets().update(ADMIN, DEMO, "SHARED", new Secret("second"), null))
        .isInstanceOf(SecretChange.Done.class);

    assertThat(lookup.find(new SecretHolder(null, "demo", null), "SHARED"))
        .contains(new Secret("second"));
  }
}
