package io.loom.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.loom.base.Secret;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnsweringModelTest {
  @Test
  void withoutAnAddressTheScriptedModelAnswers() throws DemoFailure {
    assertThat(AnsweringModel.of(Map.of("MODEL", "x", "API_KEY", "k", "PROVIDER_URL", " ")))
        .isEqualTo(new AnsweringModel.Scripted());
  }

  @Test
  void addressNamesTheUsersOwn() throws DemoFailure {
    var own =
        AnsweringModel.of(
            Map.of("PROVIDER_URL", "https://m.example/v1", "MODEL", "big", "API_KEY", "k-1"));

    assertThat(own)
        .isEqualTo(
            new AnsweringModel.Own(URI.create("https://m.example/v1"), "big", new Secret("k-1")));
    assertThat(own.toString()).doesNotContain("k-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.example", "ftp://m.example", "https://u:s3cret@m.example", "http://["})
  void wrongAddressIsRefusedWithoutBeingRepeated(String address) {
    assertThatExceptionOfType(DemoFailure.class)
        .isThrownBy(() -> AnsweringModel.of(Map.of("PROVIDER_URL", address)))
        .withMessageContaining("PROVIDER_URL")
        .satisfies(e -> assertThat(e.getMessage() + e.lines()).doesNotContain(address));
  }
}
