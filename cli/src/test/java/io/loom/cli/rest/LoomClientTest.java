package io.loom.cli.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.loom.cli.FakeLoom;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoomClientTest {
  @Test
  void nextAddressIsTriedWhenOneRefusesTheConnection() throws IOException {
    try (var server = new FakeLoom().on("GET /api/v1/projects", "[1]")) {
      var client = client("http://localhost:" + freePort(), server.url());

      assertThat(client.get(ApiPath.of("projects"))).hasSize(1);
      assertThat(client.server()).hasToString(server.url());
    }
  }

  @Test
  void bothUsualPortsAreNamedWhenNeitherAnswers() throws IOException {
    assertThat(ServerAddress.of("").candidates())
        .map(URI::toString)
        .containsExactly("http://localhost:8080", "http://localhost:8081");
    var client = client("http://localhost:" + freePort(), "http://localhost:" + freePort());

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> client.get(ApiPath.of("projects")))
        .withMessageContaining(" or http://localhost:")
        .extracting(Failure::kind)
        .isEqualTo(Failure.Kind.NOT_REACHED);
  }

  @Test
  void connectionCutInTheMiddleOfAnAnswerIsNotReached() throws Exception {
    try (var socket = listen()) {
      var peer =
          Thread.ofVirtual()
              .start(() -> answerOnce(socket, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[1,"));
      var client = client("http://localhost:" + socket.getLocalPort());

      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> client.get(ApiPath.of("projects")))
          .extracting(Failure::kind)
          .isEqualTo(Failure.Kind.NOT_REACHED);
      peer.join();
    }
  }

  @Test
  void redirectionIsNamedAndNotFollowed() throws IOException {
    try (var server = new FakeLoom().on("POST /api/v1/beads", 302, "text/html", "")) {
      var client = client(server.url());

      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> client.post(ApiPath.of("beads"), Json.object()))
          .withMessageContaining("--server-url");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void silentStreamCountsAsBroken() throws Exception {
    var notices = new ArrayList<String>();
    var patience =
        new EventStream.Patience(
            Duration.ofMillis(1), Duration.ofMillis(1), 1, Duration.ofMillis(100));
    try (var socket = listen()) {
      var peer =
          Thread.ofVirtual()
              .start(() ->
                  answerAndHold(
                      socket,
                      List.of(
                          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n",
                          "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")));
      var client = client("http://localhost:" + socket.getLocalPort());
      try (var events =
          new EventStream(client, ApiPath.of("events", "stream"), 0, patience, notices::add)) {
        assertThatExceptionOfType(Failure.class).isThrownBy(events::next);
      }
      assertThat(notices).hasSize(1);
      peer.join();
    }
  }

  private static LoomClient client(String... urls) {
    return new LoomClient(new ServerAddress(List.of(urls).stream().map(URI::create).toList()));
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static int freePort() throws IOException {
    try (var socket = listen()) {
      return socket.getLocalPort();
    }
  }

  private static void answerOnce(ServerSocket listener, String answer) {
    try (var socket = listener.accept()) {
      readHead(socket);
      new PrintStream(socket.getOutputStream(), true).print(answer);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Answers one connection after another; each stays open until the next has come.
  private static void answerAndHold(ServerSocket listener, List<String> answers) {
    var open = new ArrayList<java.net.Socket>();
    try {
      for (var answer : answers) {
        var socket = listener.accept();
        open.add(socket);
        readHead(socket);
        new PrintStream(socket.getOutputStream(), true).print(answer);
      }
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void readHead(java.net.Socket socket) throws IOException {
    var in = socket.getInputStream();
    int state = 0;
    while (state < 4) {
      int c = in.read();
      state = c == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : 0;
    }
  }
}
