package io.loom.server.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Json;
import io.loom.server.provider.ModelOutcome.Answered;
import io.loom.server.provider.ModelOutcome.ContextTooLong;
import io.loom.server.provider.ModelOutcome.Refused;
import io.loom.server.provider.ModelOutcome.Retryable;
import io.loom.server.provider.ModelOutcome.Usage;
import io.loom.server.provider.Provider.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls of a real socket that answers in every good and bad way.
@Timeout(60)
class ModelClientTest {
  private static final String ANSWER =
      """
      {"id":"c1","model":"alpha","choices":[{"index":0,"finish_reason":"stop","x_vendor":1,
        "message":{"role":"assistant","content":"hello"}}],
       "usage":{"prompt_tokens":11,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":3}}}
      """;
  private static final String HELLO =
      "data: {\"id\":\"c1\",\"model\":\"alpha\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"hel\"}}]}\n\n";
  private static final String END =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\n";

  private final ProviderWorld world = new ProviderWorld(DatabaseKind.SQLITE);
  private final FakeVendor vendor = world.vendor;

  @BeforeEach
  void register() {
    world.register("p", ProviderWorld.KEY, "alpha");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void requestGoesOutUnchangedWithKeyAndIdempotencyKey() throws InterruptedException {
    vendor.chat(200, "", ANSWER);
    var body = " {\"model\":\"alpha\",\"messages\":[] ,\"note\":\"ünchanged\"}";

    var outcome = call(body, false);

    assertThat(outcome).isInstanceOf(Answered.class);
    var seen = vendor.nextChat();
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.body()).isEqualTo(body);
    assertThat(seen.headers())
        .containsEntry("authorization", "Bearer " + ProviderWorld.KEY)
        .containsEntry("idempotency-key", "run-1")
        .containsEntry("content-type", "application/json")
        .doesNotContainKey("upgrade");
  }

  @Test
  void wholeAnswerIsHandedOverWithItsUsage() {
    vendor.chat(200, "Idempotency-Replay: true\r\n", ANSWER);

    var answered = answered(call("{}", false));
    assertThat(answered.usage()).isEqualTo(new Usage(11, 5, 3));
    assertThat(answered.replayed()).isTrue();
    assertThat(content(answered)).isEqualTo("hello");
    assertThat(answered.rawAnswer()).contains("x_vendor", "\"object\":\"chat.completion\"");
  }

  @Test
  void missingUsageIsGuessed() {
    vendor.chat(
        200, "", "{\"choices\":[{\"message\":{\"content\":\"%s\"}}]}".formatted("x".repeat(400)));

    var usage = answered(call("y".repeat(4_000), false)).usage();
    assertThat(usage.promptTokens()).isEqualTo(1_000);
    assertThat(usage.completionTokens()).isBetween(100L, 120L);
  }

  @Test
  void streamBecomesTheWholeAnswer() {
    vendor.stream(
        ": comment\r\n\r\n"
            + (HELLO + END).replace("\n", "\r\n")
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\r\n\r\n"
            + "data: [DONE]\r\n\r\n");

    var answered = answered(call("{}", true));
    assertThat(Json.tree(answered.rawAnswer()))
        .isEqualTo(
            Json.tree(
                """
                {"id":"c1","model":"alpha","object":"chat.completion","choices":[{"index":0,
                 "message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":7,"completion_tokens":2}}
                """));
    assertThat(answered.usage()).isEqualTo(new Usage(7, 2, 0));
  }

  @Test
  void streamIsWholeWhereverTheNetworkCutsIt() {
    var text = FakeVendor.bytes(HELLO.replace("hel", "hé🧵") + END + "data: [DONE]\n\n");
    vendor.reply(
        "/v1/chat/completions",
        out -> {
          out.write(FakeVendor.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          for (byte one : text) {
            out.write(FakeVendor.bytes("1\r\n"));
            out.write(one);
            out.write(FakeVendor.bytes("\r\n"));
            out.flush();
          }
          out.write(FakeVendor.bytes("0\r\n\r\n"));
        });

    assertThat(content(answered(call("{}", true)))).isEqualTo("hé🧵lo");
  }

  @Test
  void toolCallsAreGatheredByIndex() {
    vendor.stream(
        """
        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"read","arguments":""}}]}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"write","arguments":"{\\"x\\""}},{"index":0,"function":{"arguments":"{\\"p\\":"}}]}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":":1}"}},{"index":0,"function":{"arguments":"2}"}}]}}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: [DONE]
        """);

    var message = message(answered(call("{}", true)));
    assertThat(message.get("content").isNull()).isTrue();
    assertThat(message.get("tool_calls"))
        .isEqualTo(
            Json.tree(
                """
                [{"id":"a","type":"function","function":{"name":"read","arguments":"{\\"p\\":2}"}},
                 {"id":"b","type":"function","function":{"name":"write","arguments":"{\\"x\\":1}"}}]
                """));
  }

  @Test
  void serverThatDoesNotStreamIsUnderstood() {
    vendor.chat(200, "Content-Type: application/json\r\n", "\n " + ANSWER);
    assertThat(content(answered(call("{}", true)))).isEqualTo("hello");
  }

  @Test
  void serverThatStreamsUnaskedIsUnderstood() {
    vendor.stream(HELLO + END + "data: [DONE]\n\n");
    assertThat(content(answered(call("{}", false)))).isEqualTo("hello");
  }

  @Test
  void streamWithoutFarewellCountsWhenTheModelHadFinished() {
    vendor.stream(HELLO + END);
    assertThat(content(answered(call("{}", true)))).isEqualTo("hello");
  }

  @Test
  void streamThatIsCutOffCanBeTriedAgain() {
    vendor.stream(HELLO);
    assertThat(retryable(call("{}", true)).reason()).contains("cut off");
  }

  @Test
  void chunkedStreamThatIsCutOffCanBeTriedAgain() {
    vendor.reply(
        "/v1/chat/completions",
        out -> {
          out.write(FakeVendor.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          out.write(FakeVendor.bytes("%x\r\n%s\r\n".formatted(HELLO.length(), HELLO)));
        });
    assertThat(retryable(call("{}", true)).reason())
        .contains("closed the connection before the answer was complete");
  }

  @Test
  void errorInsideAStreamIsTold() {
    vendor.stream(HELLO + "data: {\"error\":{\"message\":\"engine died\"}}\n\n");
    assertThat(retryable(call("{}", true)).reason()).contains("engine died");
  }

  @Test
  void errorWithStatus200IsTold() {
    vendor.chat(200, "", "{\"error\":{\"message\":\"upstream is down\",\"code\":502}}");
    assertThat(retryable(call("{}", false)).reason()).contains("upstream is down");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: {\"choices\": [\n\n", "data: hello\n\n", "nothing at all"})
  void garbageInAStreamCanBeTriedAgain(String garbage) {
    vendor.stream(garbage);
    retryable(call("{}", true));
  }

  @Test
  void htmlIsToldByItsFirstWords() {
    vendor.chat(
        200, "", "<html><head><style>p {}</style><title>Sign in</title></head><p>to Corp</p>");
    assertThat(retryable(call("{}", false)).reason())
        .contains("HTML instead of JSON", "Sign in", "to Corp")
        .doesNotContain("style");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"choices\":[]}", "[1]", "{\"choices\":[{}"})
  void answerWithoutAMessageCanBeTriedAgain(String body) {
    vendor.chat(200, "", body);
    retryable(call("{}", false));
  }

  @Test
  void answerThatEndsEarlyCanBeTriedAgain() {
    vendor.reply(
        "/v1/chat/completions",
        out ->
            out.write(FakeVendor.bytes("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"id\"")));
    retryable(call("{}", false));
  }

  @Test
  void answerThatIsTooLargeIsNotRead() {
    vendor.stream("data: {\"x\":\"%s\"}\n\n".formatted("x".repeat(70_000)));
    assertThat(retryable(call("{}", true)).reason()).contains("larger than 65536 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "'Retry-After: 17\r\n', 17000",
    "'Retry-After: Thu, 01 Jan 2026 12:01:30 GMT\r\n', 90000",
    "'Retry-After: Thu, 01 Jan 2026 11:00:00 GMT\r\n', 0",
    "'retry-after-ms: 250\r\nRetry-After: 1\r\n', 250",
  })
  void tooManyRequestsSaysWhenToComeBack(String headers, long millis) {
    vendor.chat(429, headers, "{\"error\":{\"message\":\"slow down\"}}");

    var retryable = retryable(call("{}", false));
    assertThat(retryable.reason()).contains("429", "slow down");
    assertThat(retryable.retryAfter()).contains(Duration.ofMillis(millis));
    assertThat(world.provider("p").health().status()).isEqualTo(Status.ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504, 529})
  void statusThatMayPassCanBeTriedAgain(int status) {
    vendor.chat(status, "", "oops");
    assertThat(retryable(call("{}", false)).retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 402, 403, 404, 422})
  void refusalHasTheVendorsWordsButNotTheKey(int status) {
    vendor.chat(
        status, "", "{\"error\":{\"message\":\"key %s is bad\"}}".formatted(ProviderWorld.KEY));

    assertThat(call("{}", false))
        .asInstanceOf(type(Refused.class))
        .satisfies(refused -> {
          assertThat(refused.status()).isEqualTo(status);
          assertThat(refused.reason()).contains("key [secret] is bad");
        });
  }

  @Test
  void redirectIsNotFollowed() {
    vendor.chat(302, "Location: http://elsewhere.example/v1\r\n", "");
    assertThat(call("{}", false))
        .asInstanceOf(type(Refused.class))
        .satisfies(refused -> assertThat(refused.reason()).contains("elsewhere.example"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, '{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"no\"}}'",
    "400, '{\"message\":\"This model''s maximum context length is 8192 tokens\"}'",
    "400, '{\"error\":\"prompt is too long: 9 tokens > 8 maximum\"}'",
    "413, 'too large'",
    "200, '{\"error\":{\"message\":\"context window exceeded\"}}'",
  })
  void tooLongContextIsRecognised(int status, String body) {
    vendor.chat(status, "", body);
    assertThat(call("{}", false)).isInstanceOf(ContextTooLong.class);
  }

  @Test
  void silenceEndsAtTheTimeout() {
    vendor.hang("/v1/chat/completions");
    assertThat(retryable(call("{}", false, Duration.ofMillis(200))).reason())
        .contains("did not answer in time");
  }

  @Test
  void silenceInTheMiddleOfAStreamEndsAtTheTimeout() {
    vendor.reply(
        "/v1/chat/completions",
        out -> {
          out.write(FakeVendor.bytes("HTTP/1.1 200 OK\r\n\r\n" + HELLO));
          out.flush();
          vendor.awaitClose();
        });
    assertThat(retryable(call("{}", true, Duration.ofMillis(300))).reason())
        .contains("did not answer in time");
  }

  @Test
  void interruptEndsTheCallAndIsNobodysFault() throws Exception {
    var arrived = new CountDownLatch(1);
    vendor.reply(
        "/v1/chat/completions",
        _ -> {
          arrived.countDown();
          vendor.awaitClose();
        });
    var outcome = new CompletableFuture<ModelOutcome>();
    var caller = Thread.ofVirtual().start(() -> outcome.complete(call("{}", false)));
    arrived.await();
    caller.interrupt();

    assertThat(retryable(outcome.get()).reason()).contains("interrupted");
    assertThat(world.provider("p").health().failures()).isZero();
  }

  @Test
  void deadServerIsToldInPlainWordsAndCountsAgainstTheProvider() {
    vendor.close();

    var retryable = retryable(call("{}", false));
    assertThat(retryable.reason()).contains("Provider p: connection refused by 127.0.0.1:");
    assertThat(world.provider("p").health().status()).isEqualTo(Status.ERROR);
    assertThat(world.provider("p").health().error()).isEqualTo(retryable.reason());
    assertThat(world.service().anyUsable()).isFalse();
  }

  @Test
  void answerMakesTheProviderHealthy() {
    vendor.chat(200, "", ANSWER);
    call("{}", false);
    assertThat(world.provider("p").health().status()).isEqualTo(Status.HEALTHY);
  }

  @Test
  void breakerKeepsCallsAwayUntilOneTryWorks() throws InterruptedException {
    vendor.chat(503, "", "down");
    for (int i = 0; i < 5; i++) {
      retryable(call("{}", false));
      vendor.nextChat();
    }

    var blocked = retryable(call("{}", false));
    assertThat(blocked.reason()).contains("breaker open");
    assertThat(blocked.retryAfter()).contains(ProviderWorld.CONFIG.breakerPause());
    assertThat(vendor.chats()).isZero();

    world.clock.advance(ProviderWorld.CONFIG.breakerPause());
    vendor.chat(200, "", ANSWER);
    answered(call("{}", false));
    answered(call("{}", false));
  }

  @Test
  void unknownProviderIsRefused() {
    var request = new ModelRequest("nobody", new byte[0], "k", false, Duration.ofSeconds(1));
    assertThat(world.feature.client().call(request)).isInstanceOf(Refused.class);
  }

  @Test
  void bodyAsksForAStreamWithItsUsage() {
    var message = Json.tree("{\"role\":\"user\",\"content\":\"hi\"}");
    var tool = Json.tree("{\"type\":\"function\",\"function\":{\"name\":\"read\"}}");
    var bytes = new ModelRequestBody("alpha", List.of(message), List.of(tool), true, 0.5).bytes();

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"model\":\"alpha\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"read\"}}],"
                + "\"temperature\":0.5,\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
  }

  private ModelOutcome call(String body, boolean stream) {
    return call(body, stream, Duration.ofSeconds(20));
  }

  private ModelOutcome call(String body, boolean stream, Duration timeout) {
    return world
        .feature
        .client()
        .call(new ModelRequest("p", FakeVendor.bytes(body), "run-1", stream, timeout));
  }

  private static Answered answered(ModelOutcome outcome) {
    assertThat(outcome).isInstanceOf(Answered.class);
    return (Answered) outcome;
  }

  private static Retryable retryable(ModelOutcome outcome) {
    assertThat(outcome).isInstanceOf(Retryable.class);
    return (Retryable) outcome;
  }

  private static com.fasterxml.jackson.databind.JsonNode message(Answered answered) {
    return Json.tree(answered.rawAnswer()).path("choices").path(0).path("message");
  }

  private static String content(Answered answered) {
    return message(answered).path("content").asText();
  }
}
