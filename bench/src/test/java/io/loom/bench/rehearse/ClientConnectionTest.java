package io.loom.bench.rehearse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {
  private static final String BODY =
      """
      {"messages": [{"role": "user", "content": "Hi"}]}\
      """;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ScriptedModel model;

  @BeforeEach
  void startModel() throws Exception {
    var script = Script.parse("test.yaml", "otherwise: {content: Hello., latency: 1ms}");
    model =
        ScriptedModel.start(
            script, Options.onFreePort(() -> Instant.parse("2026-01-01T00:00:00Z")));
  }

  @AfterEach
  void stopModel() throws Exception {
    http.close();
    model.close();
  }

  @Test
  void bodyMayComeInChunks() throws Exception {
    var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BODY.getBytes(UTF_8)));

    assertThat(http.send(request().POST(body).build(), BodyHandlers.ofString()).body())
        .contains("Hello.");
  }

  @Test
  void clientMayWaitForLeaveToSendItsBody() throws Exception {
    var request = request().expectContinue(true).POST(BodyPublishers.ofString(BODY)).build();

    assertThat(http.send(request, BodyHandlers.ofString()).body()).contains("Hello.");
  }

  @Test
  void requestsFollowEachOtherOnOneConnection() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), model.uri().getPort())) {
      socket.getOutputStream().write((head("keep-alive") + head("close")).getBytes(UTF_8));

      var answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answers).containsSubsequence("HTTP/1.1 200", "Hello.", "HTTP/1.1 200", "Hello.");
    }
  }

  @Test
  void whatIsNotHttpEndsTheConnection() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), model.uri().getPort())) {
      socket.getOutputStream().write("hello\r\n".getBytes(UTF_8));

      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(model.uri().resolve("/v1/chat/completions?x=y"));
  }

  private static String head(String connection) {
    return "POST /v1/chat/completions HTTP/1.1\r\nConnection: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(connection, BODY.length(), BODY);
  }
}
