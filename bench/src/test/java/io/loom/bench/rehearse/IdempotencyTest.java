package io.loom.bench.rehearse;

import static io.loom.bench.rehearse.ModelClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String HI = body("Hi", false);

  private final AtomicLong second = new AtomicLong();
  private final Options options =
      Options.onFreePort(() -> Instant.ofEpochSecond(second.incrementAndGet()));

  @Test
  void sameKeyAndBodyGetTheSameBytes() throws Exception {
    try (var model = start("[{times: 1, content: First.}, {content: Second.}]");
        var client = new ModelClient(model.uri())) {
      var bought = client.complete(HI, "Idempotency-Key", "run-0");
      var again = client.complete(HI, "Idempotency-Key", "run-0");
      var other = client.complete(HI, "Idempotency-Key", "run-1");

      assertThat(bought.body()).contains("First.");
      assertThat(again.body()).isEqualTo(bought.body());
      assertThat(other.body()).contains("Second.");
      assertThat(model.awaitIdle(SOON)).isTrue();
      assertThat(model.requests())
          .extracting(RequestRecord::replayed)
          .containsExactly(false, true, false);
      assertThat(model.requests())
          .extracting(RequestRecord::bought)
          .containsExactly(true, false, true);
    }
  }

  @Test
  void streamIsReplayedByteForByte() throws Exception {
    var body = body("Hi", true);
    try (var model = start("{content: Hello there.}");
        var client = new ModelClient(model.uri())) {
      var bought = client.complete(body, "Idempotency-Key", "run-0").body();

      assertThat(client.complete(body, "Idempotency-Key", "run-0").body()).isEqualTo(bought);
    }
  }

  @Test
  void sameKeyWithAnotherBodyIsRefused() throws Exception {
    try (var model = start("{content: Hello.}");
        var client = new ModelClient(model.uri())) {
      client.complete(HI, "Idempotency-Key", "run-0");
      var answer = client.complete(body("Ho", false), "Idempotency-Key", "run-0");

      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(json(answer.body()).at("/error/message").asText()).contains("run-0");
    }
  }

  @Test
  void errorLeavesTheKeyFree() throws Exception {
    try (var model = start("[{times: 1, status: 503}, {content: Back.}]");
        var client = new ModelClient(model.uri())) {
      assertThat(client.complete(HI, "Idempotency-Key", "run-0").statusCode()).isEqualTo(503);
      assertThat(client.complete(HI, "Idempotency-Key", "run-0").body()).contains("Back.");
    }
  }

  @Test
  void answerThatWasCutOffIsHandedOverWhole() throws Exception {
    try (var model = start("{content: Hello., cut_after: 20}");
        var client = new ModelClient(model.uri())) {
      assertThatThrownBy(() -> client.complete(HI, "Idempotency-Key", "run-0"))
          .isInstanceOf(IOException.class);
      var answer = json(client.complete(HI, "Idempotency-Key", "run-0").body());

      assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("Hello.");
      assertThat(model.awaitIdle(SOON)).isTrue();
      assertThat(model.requests().stream().filter(RequestRecord::bought)).hasSize(1);
    }
  }

  @Test
  void ofManyAtOnceOneBuys() throws Exception {
    try (var model = start("{content: Hello., latency: 20ms}");
        var client = new ModelClient(model.uri())) {
      var request = client.request(HI, "Idempotency-Key", "run-0");
      var answers = new ArrayList<CompletableFuture<String>>();
      for (int i = 0; i < 20; i++) {
        answers.add(
            client
                .http()
                .sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> answer.body()));
      }
      var bodies = new HashSet<String>();
      for (var answer : answers) {
        bodies.add(answer.get());
      }

      assertThat(bodies).hasSize(1);
      assertThat(model.awaitIdle(SOON)).isTrue();
      assertThat(model.requests().stream().filter(RequestRecord::bought)).hasSize(1);
    }
  }

  private ScriptedModel start(String otherwise) throws ScriptException, IOException {
    return ScriptedModel.start(Script.parse("test.yaml", "otherwise: " + otherwise), options);
  }

  private static String body(String text, boolean stream) {
    return """
    {"model": "m", "stream": %s, "messages": [{"role": "user", "content": "%s"}]}\
    """
        .formatted(stream, text);
  }
}
