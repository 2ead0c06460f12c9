package io.loom.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.RestServer;
import org.junit.jupiter.api.Test;

class OpenapiResourceTest {
  @Test
  void descriptionIsServedAsJsonToo() {
    try (var server = RestServer.of(new OpenapiResource())) {
      var answer = server.get("/api/openapi.json");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("openapi")).isEqualTo("3.1.0");
      assertThat(answer.body().at("/paths/~1api~1v1~1beads/get/x-permission").asText())
          .isEqualTo("beads:read");
      assertThat(
              answer.body().at("/components/schemas/BeadView/properties/project_id/type").asText())
          .isEqualTo("string");
      assertThat(answer.body().at("/components/schemas/BeadView/required"))
          .anyMatch(field -> field.asText().equals("project_id"))
          .noneMatch(field -> field.asText().equals("assigned_to"));
      assertThat(answer.body().at("/components/schemas/Problem/x-problems"))
          .anyMatch(problem -> problem.path("error").asText().equals("not-found"));
    }
  }
}
