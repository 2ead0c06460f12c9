package io.loom.ground.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loom.base.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  private record Account(String name, Secret password) {}

  @Test
  void secretIsNotWritten() {
    var account = new Account("ada", new Secret("sk-visible"));

    for (var value : List.of(account, account.password(), Map.of("key", account.password()))) {
      assertThatThrownBy(() -> Json.write(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("sk-visible");
    }
  }
}
