package io.loom.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loom.base.Secret;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
  private static final Place PLACE = new Place("secrets", "42", "value");
  private static final Secret SECRET = new Secret("sk-ünique");

  private final KeyStore store;
  private final Vault vault;
  private final Sealer sealer;

  SealerTest(@TempDir Path folder) {
    store = new KeyStore(folder.resolve(".keys.json"));
    vault = store.open();
    sealer = vault.sealer();
  }

  @Test
  void valueOpensWhereItBelongs() {
    var sealed = sealer.seal(PLACE, SECRET);

    assertThat(sealed).doesNotContain("sk-");
    assertThat(sealer.open(PLACE, sealed)).isEqualTo(SECRET);
    assertThat(store.open().sealer().open(PLACE, sealed)).isEqualTo(SECRET);
    assertThat(sealer.seal(PLACE, SECRET)).isNotEqualTo(sealed);
  }

  @Test
  void emptyTextIsAValueToo() {
    var sealed = sealer.seal(PLACE, new Secret(""));

    assertThat(sealer.open(PLACE, sealed)).isEqualTo(new Secret(""));
  }

  @Test
  void valueOpensAtNoOtherPlace() {
    var sealed = sealer.seal(new Place("ab", "c", "d"), SECRET);

    assertRefused(new Place("a", "bc", "d"), sealed);
    assertRefused(new Place("ab", "c", "e"), sealed);
    assertRefused(new Place("ab", "cd", ""), sealed);
  }

  @Test
  void everyChangedByteIsFound() {
    var sealed = Base64.getDecoder().decode(sealer.seal(PLACE, SECRET));

    for (int i = 0; i < sealed.length; i++) {
      var changed = sealed.clone();
      changed[i] ^= 1;
      assertRefused(PLACE, Base64.getEncoder().encodeToString(changed));
    }
    assertRefused(PLACE, Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(sealed, 40)));
    assertRefused(PLACE, "");
    assertRefused(PLACE, "no base64!");
  }

  private void assertRefused(Place place, String sealed) {
    assertThatThrownBy(() -> sealer.open(place, sealed))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(place.toString());
  }

  @Test
  void rotationLeavesOldValuesReadableAndSealsThemAnew() {
    var sealed = sealer.seal(PLACE, SECRET);

    assertThat(vault.rotate()).isEqualTo(2);

    assertThat(sealer.open(PLACE, sealed)).isEqualTo(SECRET);
    var anew = sealer.reseal(PLACE, sealed);
    assertThat(anew).isNotEqualTo(sealed);
    assertThat(sealer.reseal(PLACE, anew)).isEqualTo(anew);
    assertThat(store.open().sealer().open(PLACE, anew)).isEqualTo(SECRET);
    assertThatThrownBy(() -> sealer.reseal(new Place("secrets", "43", "value"), sealed))
        .isInstanceOf(VaultException.class);
  }

  @Test
  void valueOfAnotherKeyStoreIsToldFromAChangedOne() {
    vault.rotate();
    var sealed = sealer.seal(PLACE, SECRET);
    var other = new KeyStore(store.file().resolveSibling("other.json")).open().sealer();

    assertThatThrownBy(() -> other.open(PLACE, sealed))
        .hasMessageContaining("data key 2")
        .hasMessageContaining(".keys.json");
  }
}
