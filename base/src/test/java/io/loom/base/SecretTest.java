package io.loom.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {
  private record Account(String name, Secret password) {}

  private final Secret secret = new Secret("sk-visible");

  @Test
  void printingShowsNothing() {
    var account = new Account("ada", secret);

    assertThat(List.of(secret, account, Optional.of(secret), Map.of("key", secret)).toString())
        .doesNotContain("sk-visible")
        .contains("[secret]");
    assertThat("%s %S".formatted(secret, account)).doesNotContainIgnoringCase("sk-visible");
  }

  @Test
  void equalTextsAreEqualAndHashesTellNothing() {
    assertThat(secret).isEqualTo(new Secret("sk-visible")).isNotEqualTo(new Secret("sk-visiblf"));
    assertThat(secret).isNotEqualTo(new Secret("sk-visible-longer")).isNotEqualTo(new Secret(""));
    assertThat(secret).hasSameHashCodeAs(new Secret("other"));
  }

  @Test
  void noJavaObjectStreamTakesIt() throws Exception {
    try (var stream = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> stream.writeObject(secret))
          .isInstanceOf(NotSerializableException.class);
    }
  }
}
