package io.loom.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loom.base.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditDetailTest {
  @Test
  void shortValuesAreKept() {
    assertThat(AuditDetail.of(Map.of("name", "ada"))).isEqualTo("{\"name\":\"ada\"}");
    assertThat(AuditDetail.of(Map.of("active", true))).isEqualTo("{\"active\":true}");
    assertThat(AuditDetail.of(Map.of("all", List.of("a", "b"))))
        .isEqualTo("{\"all\":[\"a\",\"b\"]}");
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    var detail = AuditDetail.of(Map.of("text", "x".repeat(199) + "😀".repeat(500)));

    assertThat(detail).isEqualTo("{\"text\":\"" + "x".repeat(199) + "…\"}");
  }

  @Test
  void nestedObjectsAreLeftOut() {
    assertThat(AuditDetail.of(Map.of("a", Map.of("b", 1)))).isEqualTo("{}");
  }

  @Test
  void secretIsRefused() {
    assertThatThrownBy(() -> AuditDetail.of(Map.of("key", new Secret("hidden"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hidden");
  }
}
