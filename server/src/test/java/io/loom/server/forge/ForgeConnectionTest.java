package io.loom.server.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.loom.base.ByteSize;
import io.loom.base.Secret;
import io.loom.server.MutableClock;
import io.loom.server.ServerWorld;
import io.loom.server.forge.ForgeException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a conversation with a forge is held to, with a forge that misbehaves.
class ForgeConnectionTest {
  private static final Secret TOKEN = new Secret("t0ken");

  /// What the server answers next.
  private record Said(int status, Map<String, String> headers, String body) {}

  private final MutableClock clock = new MutableClock(ServerWorld.NOON);
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Said> script = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final ForgeConnection connection;

  ForgeConnectionTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
    var config =
        new ForgeConfig(Set.of("127.0.0.1"), Duration.ofSeconds(20), ByteSize.parse("1KiB"));
    var address = new ForgeAddress(ForgeType.GITHUB, URI.create(url("")), "octo/hello");
    var way = new ForgeConnection.Way(address, "Authorization", TOKEN, Map.of(), "");
    connection =
        new ForgeConnection(new Forges.Network(client, config, clock), way, new ForgeMemory());
  }

  @AfterEach
  void close() {
    server.stop(0);
    client.close();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void say(int status, Map<String, String> headers, String body) {
    script.add(new Said(status, headers, body));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("If-None-Match"));
      var said = script.isEmpty() ? new Said(500, Map.of(), "") : script.removeFirst();
      said.headers().forEach(exchange.getResponseHeaders()::set);
      var bytes = said.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Test
  void listIsReadPageByPage() throws Exception {
    say(200, Map.of("Link", "<%s>; rel=\"next\"".formatted(url("/list?page=2"))), "[1, 2]");
    say(200, Map.of("Link", "<%s>; rel=\"first\"".formatted(url("/list"))), "[3]");

    assertThat(connection.list("/list", ""))
        .extracting(node -> node.asInt())
        .containsExactly(1, 2, 3);
  }

  @Test
  void answerThatDidNotChangeIsNotSentAgain() throws Exception {
    say(200, Map.of("ETag", "\"one\""), "{\"state\": \"open\"}");
    say(304, Map.of(), "");

    connection.get("/pull");
    assertThat(connection.get("/pull").path("state").asText()).isEqualTo("open");
    assertThat(asked).containsExactly("/pull null", "/pull \"one\"");
  }

  @Test
  void redirectIsFollowedOnTheSameHostOnly() throws Exception {
    say(301, Map.of("Location", "/repositories/1"), "");
    say(200, Map.of(), "{}");
    assertThat(connection.get("/repos/old").isObject()).isTrue();

    say(302, Map.of("Location", url("").replace("127.0.0.1", "localhost") + "/"), "");
    assertThat(failure("/repos/evil"))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED))
        .hasMessageContaining("does not get the token");
    assertThat(asked).hasSize(3);
  }

  @Test
  void nextPageOnAnotherHostIsNotRead() {
    say(200, Map.of("Link", "<http://localhost:1/next>; rel=\"next\""), "[1]");

    assertThatExceptionOfType(ForgeException.class)
        .isThrownBy(() -> connection.list("/list", ""))
        .withMessageContaining("does not get the token");
  }

  @ParameterizedTest
  @CsvSource({
    "429, Retry-After, 30, 30",
    "403, Retry-After, 90, 90",
    "429, RateLimit-Reset, 1767269400, 600",
    "429, X-Nothing, 0, 60",
    "429, Retry-After, 999999, 7200"
  })
  void forgeThatWantsQuietIsLeftAlone(int status, String header, String value, long seconds)
      throws Exception {
    say(status, Map.of(header, value), "{\"message\": \"slow down\"}");
    var until = clock.instant().plusSeconds(seconds);

    assertThat(failure("/one"))
        .satisfies(e -> {
          assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
          assertThat(e.retryAt()).isEqualTo(until);
        });
    assertThat(failure("/two").retryAt()).isEqualTo(until);
    assertThat(asked).hasSize(1);

    clock.advance(Duration.ofSeconds(seconds));
    say(200, Map.of(), "{}");
    assertThat(connection.get("/three").isObject()).isTrue();
  }

  @Test
  void spentLimitOfGithubIsNoRefusal() {
    var reset = Long.toString(clock.instant().plusSeconds(300).getEpochSecond());
    say(403, Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", reset), "{}");
    assertThat(failure("/one").retryAt()).isEqualTo(clock.instant().plusSeconds(300));
  }

  @ParameterizedTest
  @CsvSource({"401, REFUSED", "403, REFUSED", "404, NOT_FOUND", "422, REFUSED", "503, UNAVAILABLE"})
  void refusalsAreTold(int status, Reason reason) {
    say(status, Map.of(), "{\"message\": \"no\\u0007 t0ken here\"}");

    assertThat(failure("/one"))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage("127.0.0.1 answers %d: no  [secret] here".formatted(status));
  }

  @Test
  void giantAnswerIsCutOff() {
    say(200, Map.of(), "\"" + "x".repeat(5_000) + "\"");
    assertThat(failure("/one").reason()).isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void answerThatIsNoJsonIsNoAnswer() {
    say(200, Map.of(), "<html>");
    assertThat(failure("/one")).hasMessageContaining("not answer with JSON");
  }

  private ForgeException failure(String path) {
    return assertThatExceptionOfType(ForgeException.class)
        .isThrownBy(() -> connection.get(path))
        .actual();
  }
}
