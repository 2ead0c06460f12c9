package io.loom.server.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTextTest {
  @Test
  void keyIsRecognisedByItsFormAndItsChecksum() {
    var key = ApiKeyText.make();

    assertThat(key.reveal()).matches("loom_[0-9A-Za-z]{40}_[0-9A-Za-z]{6}");
    assertThat(ApiKeyText.isWellFormed(key)).isTrue();
    assertThat(ApiKeyText.prefix(key)).isEqualTo(key.reveal().substring(0, 13));
    assertThat(ApiKeyText.make()).isNotEqualTo(key);
  }

  @Test
  void mistypedKeyIsFoundOut() {
    var text = ApiKeyText.make().reveal();
    for (int i = 0; i < text.length(); i++) {
      var other = text.charAt(i) == 'x' ? 'y' : 'x';
      var changed = text.substring(0, i) + other + text.substring(i + 1);
      assertThat(ApiKeyText.isWellFormed(new Secret(changed))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "loom_", "loom__", "loom_🙂", "sk-1234"})
  void nonsenseIsNoKey(String text) {
    assertThat(ApiKeyText.isWellFormed(new Secret(text))).isFalse();
    assertThat(ApiKeyText.isWellFormed(new Secret(text.repeat(10_000)))).isFalse();
  }
}
