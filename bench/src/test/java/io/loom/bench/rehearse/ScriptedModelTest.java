package io.loom.bench.rehearse;

import static io.loom.bench.rehearse.ModelClient.events;
import static io.loom.bench.rehearse.ModelClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Secret;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedModelTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Options OPTIONS = Options.onFreePort(() -> NOW);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String FIRST_TURN =
      """
      {"model": "scripted", "messages": [
        {"role": "system", "content": "You are an engineer."},
        {"role": "user", "content": "Bead demo-1: Fix it"}]}\
      """;

  @TempDir private Path folder;

  @Test
  void answersWithContentAndUsage() throws Exception {
    try (var model = start("beads: {demo-1: [{content: Hello.}]}");
        var client = new ModelClient(model.uri())) {
      var answer = client.completeJson(FIRST_TURN);

      assertThat(answer.at("/object").asText()).isEqualTo("chat.completion");
      assertThat(answer.at("/model").asText()).isEqualTo("scripted");
      assertThat(answer.at("/created").asLong()).isEqualTo(NOW.getEpochSecond());
      assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("Hello.");
      assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
      assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(10);
      assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(2);
    }
  }

  @Test
  void callsSeveralToolsAtOnce() throws Exception {
    var script =
        """
        otherwise:
          content: I look.
          usage: {prompt: 100, completion: 7, cached: 90}
          tool_calls:
            - {name: read_file, arguments: {path: a.js, depth: 2}}
            - {name: test}
            - {name: broken, arguments: '{"path": '}
        """;
    try (var model = start(script);
        var client = new ModelClient(model.uri())) {
      var answer = client.completeJson(FIRST_TURN);

      var calls = answer.at("/choices/0/message/tool_calls");
      assertThat(calls).hasSize(3);
      assertThat(calls.at("/0/function/name").asText()).isEqualTo("read_file");
      assertThat(calls.at("/0/function/arguments").asText())
          .isEqualTo("{\"path\":\"a.js\",\"depth\":2}");
      assertThat(calls.at("/1/function/arguments").asText()).isEqualTo("{}");
      assertThat(calls.at("/2/function/arguments").asText()).isEqualTo("{\"path\": ");
      assertThat(calls.at("/0/id").asText()).isNotEqualTo(calls.at("/1/id").asText());
      assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
      assertThat(answer.at("/usage/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(90);
    }
  }

  @Test
  void streamsContentToolCallsAndUsage() throws Exception {
    var script =
        """
        defaults: {chunk: 5}
        otherwise:
          content: I look first 🙂.
          tool_calls: [{name: read_file, arguments: {path: src/a.js}}]
        """;
    try (var model = start(script);
        var client = new ModelClient(model.uri())) {
      var answer =
          client.complete(
              """
              {"model": "m", "stream": true, "stream_options": {"include_usage": true},
               "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]}\
              """);

      assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
      var events = events(answer.body());
      assertThat(events.getLast()).isEqualTo("[DONE]");
      var content = new StringBuilder();
      var arguments = new StringBuilder();
      var finishReasons = new ArrayList<String>();
      for (var event : events.subList(0, events.size() - 1)) {
        var choice = json(event).at("/choices/0");
        content.append(choice.at("/delta/content").asText(""));
        arguments.append(choice.at("/delta/tool_calls/0/function/arguments").asText(""));
        if (choice.hasNonNull("finish_reason")) {
          finishReasons.add(choice.get("finish_reason").asText());
        }
      }
      assertThat(content).hasToString("I look first 🙂.");
      assertThat(arguments).hasToString("{\"path\":\"src/a.js\"}");
      assertThat(finishReasons).containsExactly("tool_calls");
      assertThat(json(events.get(events.size() - 2)).at("/usage/total_tokens").asInt())
          .isPositive();
    }
  }

  @Test
  void listsItsModels() throws Exception {
    try (var model =
            start(
                """
                models: [large, {id: small, context_length: 8192}]
                otherwise: {content: hi}
                """);
        var client = new ModelClient(model.uri())) {
      var models = json(client.get("/v1/models").body());

      assertThat(models.at("/data/0/id").asText()).isEqualTo("large");
      assertThat(models.at("/data/1/max_model_len").asInt()).isEqualTo(8192);
      assertThat(models.at("/data/1/context_length").asInt()).isEqualTo(8192);
    }
  }

  @Test
  void wantsItsKeyOnEveryRoute() throws Exception {
    var options = OPTIONS.withApiKey(new Secret("sesame"));
    try (var model = ScriptedModel.start(script("otherwise: {content: hi}"), options);
        var client = new ModelClient(model.uri())) {
      assertThat(client.get("/v1/models").statusCode()).isEqualTo(401);
      assertThat(client.complete(FIRST_TURN).statusCode()).isEqualTo(401);
      assertThat(client.complete(FIRST_TURN, "Authorization", "Bearer sesam").statusCode())
          .isEqualTo(401);
      assertThat(client.complete(FIRST_TURN, "Authorization", "Bearer sesame").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void withoutARuleSaysWhatWasAsked() throws Exception {
    try (var model = start("beads: {demo-1: []}\notherwise: {content: x, times: 0}");
        var client = new ModelClient(model.uri())) {
      var answer = client.complete(FIRST_TURN);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(json(answer.body()).at("/error/message").asText())
          .contains("test.yaml has no rule for turn 0", "bead demo-1", "Fix it");
    }
  }

  @Test
  void unreadableBodyIsRefused() throws Exception {
    try (var model = start("otherwise: {content: hi}");
        var client = new ModelClient(model.uri())) {
      assertThat(client.complete("{\"messages\": [").statusCode()).isEqualTo(400);
      assertThat(client.complete("{\"messages\": []}").body()).contains("'messages'");
      assertThat(client.get("/v1/nowhere").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void manyRequestsAreAnsweredAtOnce() throws Exception {
    int requests = 200;
    var options = OPTIONS.withLatency(Duration.ofMillis(50));
    try (var model = ScriptedModel.start(script("otherwise: {content: hi}"), options);
        var client = new ModelClient(model.uri())) {
      var answers = new ArrayList<CompletableFuture<Integer>>();
      for (int i = 0; i < requests; i++) {
        answers.add(
            client
                .http()
                .sendAsync(client.request(FIRST_TURN), BodyHandlers.ofString())
                .thenApply(answer -> answer.statusCode()));
      }
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
      assertThat(model.awaitIdle(SOON)).isTrue();

      assertThat(model.requests()).hasSize(requests);
      assertThat(model.mostAtOnce()).isGreaterThan(10);
    }
  }

  @Test
  void logHasALinePerRequest() throws Exception {
    var file = folder.resolve("requests.jsonl");
    try (var model =
            ScriptedModel.start(script("beads: {demo-1: [{content: hi}]}"), OPTIONS.withLog(file));
        var client = new ModelClient(model.uri())) {
      client.complete(FIRST_TURN, "Idempotency-Key", "run-0");
      client.get("/v1/models");
      assertThat(model.awaitIdle(SOON)).isTrue();

      var lines = Files.readAllLines(file);
      assertThat(lines).hasSize(2);
      var first = json(lines.getFirst());
      assertThat(first.at("/seq").asInt()).isEqualTo(1);
      assertThat(first.at("/ts").asText()).isEqualTo("2026-01-01T00:00:00Z");
      assertThat(first.at("/idempotency_key").asText()).isEqualTo("run-0");
      assertThat(first.at("/body_sha256").asText()).hasSize(64);
      assertThat(first.at("/turn").asInt(-1)).isZero();
      assertThat(first.at("/bead").asText()).isEqualTo("demo-1");
      assertThat(first.at("/rule").asText()).isEqualTo("beads.demo-1[0]");
      assertThat(first.at("/outcome").asText()).isEqualTo("answered");
      assertThat(json(lines.getLast()).at("/turn").isNull()).isTrue();
    }
  }

  private static ScriptedModel start(String script) throws ScriptException, IOException {
    return ScriptedModel.start(script(script), OPTIONS);
  }

  private static Script script(String text) throws ScriptException {
    return Script.parse("test.yaml", text);
  }
}
