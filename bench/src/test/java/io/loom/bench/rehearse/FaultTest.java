package io.loom.bench.rehearse;

import static io.loom.bench.rehearse.ModelClient.events;
import static io.loom.bench.rehearse.ModelClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FaultTest {
  private static final Options OPTIONS =
      Options.onFreePort(() -> Instant.parse("2026-01-01T00:00:00Z"));
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String UNARY =
      """
      {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}\
      """;
  private static final String STREAM =
      """
      {"model": "m", "stream": true, "messages": [{"role": "user", "content": "Hi"}]}\
      """;

  @Test
  void errorStatusSaysWhenToComeBack() throws Exception {
    try (var model = start("{status: 429, retry_after: 2s, message: Slow down.}");
        var client = new ModelClient(model.uri())) {
      var answer = client.complete(UNARY);

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("retry-after")).hasValue("2");
      assertThat(json(answer.body()).at("/error/message").asText()).isEqualTo("Slow down.");
      assertThat(last(model).outcome()).isEqualTo(Outcome.STATUS);
      assertThat(last(model).bought()).isFalse();
    }
  }

  @Test
  void faultWithTimesLetsLaterRepliesAnswer() throws Exception {
    try (var model = start("[{times: 2, status: 500}, {content: At last.}]");
        var client = new ModelClient(model.uri())) {
      assertThat(client.complete(UNARY).statusCode()).isEqualTo(500);
      assertThat(client.complete(UNARY).statusCode()).isEqualTo(500);
      assertThat(client.complete(UNARY).body()).contains("At last.");
      assertThat(client.complete(UNARY).body()).contains("At last.");
      assertThat(last(model).rule()).isEqualTo("otherwise[1]");
    }
  }

  @Test
  void hangEndsWhenTheClientLeaves() throws Exception {
    try (var model = start("{hang: true}")) {
      try (var socket = ask(model, UNARY)) {
        assertThat(model.awaitIdle(Duration.ofMillis(1))).isFalse();
        assertThat(socket.getInputStream().available()).isZero();
      }
      assertThat(last(model).outcome()).isEqualTo(Outcome.HANG);
      assertThat(last(model).bought()).isFalse();
    }
  }

  @Test
  void closingTheModelEndsWhatHangs() throws Exception {
    var model = start("{hang: true}");
    try (var socket = ask(model, UNARY)) {
      model.close();
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      assertThat(model.requests()).hasSize(1);
    }
  }

  @Test
  void clientThatLeavesIsNoticedAndHasBought() throws Exception {
    try (var model = start("{content: Too late., latency: 10m}")) {
      try (var socket = ask(model, UNARY)) {
        assertThat(socket.isConnected()).isTrue();
      }
      assertThat(last(model).outcome()).isEqualTo(Outcome.CLIENT_GONE);
      assertThat(last(model).bought()).isTrue();
    }
  }

  @Test
  void cutEndsTheConnectionWithinTheBody() throws Exception {
    try (var model = start("{content: Hello., cut_after: 10}")) {
      try (var socket = ask(model, UNARY)) {
        var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer.split("\r\n\r\n", 2)[1]).hasSize(10);
      }
      assertThat(last(model).outcome()).isEqualTo(Outcome.CUT);
      assertThat(last(model).bought()).isTrue();
    }
  }

  @Test
  void cutStreamLooksBrokenToAClient() throws Exception {
    try (var model = start("{content: Hello., cut_after: 300}");
        var client = new ModelClient(model.uri())) {
      assertThatThrownBy(() -> client.complete(STREAM)).isInstanceOf(IOException.class);
      assertThat(last(model).outcome()).isEqualTo(Outcome.CUT);
    }
  }

  @Test
  void malformedAnswerIsNoJson() throws Exception {
    try (var model = start("{content: Hello., malformed: true}");
        var client = new ModelClient(model.uri())) {
      var whole = client.complete(UNARY);
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> json(whole.body())).isInstanceOf(JsonProcessingException.class);

      var events = events(client.complete(STREAM).body());
      assertThat(events).hasSize(1);
      assertThatThrownBy(() -> json(events.getFirst())).isInstanceOf(JsonProcessingException.class);
      assertThat(last(model).outcome()).isEqualTo(Outcome.MALFORMED);
    }
  }

  @Test
  void htmlComesInPlaceOfJson() throws Exception {
    try (var model = start("[{html: true, times: 1}, {html: true, status: 502}]");
        var client = new ModelClient(model.uri())) {
      var page = client.complete(UNARY);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("content-type")).hasValue("text/html");
      assertThat(client.complete(UNARY).statusCode()).isEqualTo(502);
      assertThat(last(model).outcome()).isEqualTo(Outcome.HTML);
    }
  }

  private static RequestRecord last(ScriptedModel model) throws InterruptedException {
    assertThat(model.awaitIdle(SOON)).isTrue();
    return model.requests().getLast();
  }

  /// Sends a request and waits until it is at work.
  private static Socket ask(ScriptedModel model, String body) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), model.uri().getPort());
    var head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length());
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    await().until(() -> model.mostAtOnce() == 1);
    return socket;
  }

  private static ScriptedModel start(String otherwise) throws ScriptException, IOException {
    return ScriptedModel.start(Script.parse("test.yaml", "otherwise: " + otherwise), OPTIONS);
  }
}
