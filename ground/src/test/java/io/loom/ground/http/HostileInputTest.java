package io.loom.ground.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loom.base.ByteSize;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Input that no friend sends, over plain sockets: each gets a small answer soon, and the server
/// goes on.
@Timeout(60)
class HostileInputTest {
  public record Note(String text, int count, BigDecimal price, Map<String, Object> more) {}

  /// Repeats what it is given.
  @Path("/notes")
  @Produces("application/json")
  @Consumes("application/json")
  public static final class NoteResource {
    private final CountDownLatch gaveUp = new CountDownLatch(1);

    @POST
    @Permission(Permission.PUBLIC)
    public Map<String, Object> take(Note note) {
      return Map.of("length", note.text().length());
    }

    @GET
    @Path("/{id}")
    @Permission(Permission.PUBLIC)
    public Map<String, Object> get(
        @PathParam("id") String id, @QueryParam("after") String after, @QueryParam("n") int n) {
      return Map.of("id", id);
    }

    @GET
    @Path("/endless")
    @Answer(String.class)
    @Permission(Permission.PUBLIC)
    public StreamingOutput endless() {
      return out -> {
        var piece = new byte[32 * 1024];
        try {
          while (true) {
            out.write(piece);
          }
        } catch (IOException e) {
          gaveUp.countDown();
          throw e;
        }
      };
    }
  }

  /// An event stream that its client does not read.
  private static final class Stream extends Handler.Abstract {
    private final CountDownLatch failed = new CountDownLatch(1);

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
      writeNext(response, callback);
      return true;
    }

    private void writeNext(Response response, Callback callback) {
      response.write(
          false,
          java.nio.ByteBuffer.allocate(1 << 20),
          Callback.from(
              () -> writeNext(response, callback),
              failure -> {
                failed.countDown();
                callback.failed(failure);
              }));
    }
  }

  private static final Duration READ = Duration.ofMillis(600);

  private final NoteResource notes = new NoteResource();
  private final Stream stream = new Stream();
  private final WebServer server = start();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"text": "a", "text": "b"}             | 400
          {"text": 1e999999999}                  | 200
          {"text": "a", "price": 1e999999999}    | 200
          {"text": "a", "count": 99999999999999} | 400
          {"text": "a\\u0000b"}                  | 400
          {"text": "\\ud800"}                    | 400
          {"text": "\\ud83d\\ude00"}             | 200
          {"text": "a", "more": {"\\u0000": 1}}  | 400
          {"text": NaN}                          | 400
          {"text": "a"} {"text": "b"}            | 400
          {'text': 'a'}                          | 400
          [1]                                    | 400
          "a"                                    | 400
          {                                      | 400
          """)
  void jsonThatIsNotSoundIsRefused(String body, int status) throws Exception {
    assertThat(post(body.getBytes(StandardCharsets.UTF_8))).contains(" " + status + " ");
  }

  @Test
  void deepNestingIsRefusedWithoutDescending() throws Exception {
    assertThat(post(("{\"x\":" + "[".repeat(100_000)).getBytes(StandardCharsets.US_ASCII)))
        .contains(" 400 ");
    assertThat(post("[".repeat(100_000).getBytes(StandardCharsets.US_ASCII))).contains(" 400 ");
  }

  @Test
  void longNumberIsRefused() throws Exception {
    var body = "{\"text\":\"a\",\"price\":" + "9".repeat(100_000) + "}";

    assertThat(post(body.getBytes(StandardCharsets.US_ASCII))).contains(" 400 ");
  }

  @Test
  void bodyThatIsNoUtf8IsRefused() throws Exception {
    assertThat(post(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'}))
        .contains(" 400 ");
    assertThat(post(new byte[] {0, 0, 0, 0, 0, 0, 0, 1})).contains(" 400 ");
    assertThat(post(new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xd8, 0})).contains(" 400 ");
  }

  @ParameterizedTest
  @CsvSource({
    "/notes/%00,400",
    "/notes/a%2fb,400",
    "/notes/%ff,400",
    "/notes/%c0%ae,400",
    "/notes/%2e%2e/x,400",
    "/notes/a?after=%00,400",
    "/notes/a?after=%ff,400",
    "/notes/a?after=%zz,400",
    "/notes/a?after=%e2%82%ac,200",
    "/notes/a?n=many,400",
    "/notes/a?n=99999999999,400",
    "/notes/a;b=c,200"
  })
  void pathThatIsNoTextIsRefused(String path, int status) throws Exception {
    try (var client = client()) {
      client.send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
      assertThat(client.statusLine()).contains(" " + status + " ");
    }
  }

  @Test
  void hugeBodyIsRefusedBeforeItIsSent() throws Exception {
    try (var client = client()) {
      client.send(head("Content-Length: 104857600"));
      assertThat(client.statusLine()).contains(" 413 ");
    }
  }

  @Test
  void hugeBodyInChunksIsRefusedOnTheWay() throws Exception {
    try (var client = client()) {
      client.send(head("Transfer-Encoding: chunked"));
      var chunk = "10000\r\n" + " ".repeat(65_536) + "\r\n";
      try {
        for (int i = 0; i < 1_600; i++) {
          client.send(chunk);
        }
      } catch (SocketException _) {
        // The server hung up, as it may.
      }
      assertThat(firstLineOrNothing(client))
          .matches(line -> line.isEmpty() || line.contains("413"));
    }
    assertThat(post("{\"text\":\"a\"}".getBytes(StandardCharsets.US_ASCII))).contains(" 200 ");
  }

  @Test
  void tenThousandHeadersAreRefused() throws Exception {
    try (var client = client()) {
      client.send(
          "GET /notes/a HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
              .formatted("X-A: b\r\n".repeat(10_000)));
      assertThat(firstLineOrNothing(client)).contains(" 431 ");
    }
  }

  @Test
  void longPathIsRefused() throws Exception {
    try (var client = client()) {
      client.send("GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted("a".repeat(100_000)));
      assertThat(firstLineOrNothing(client)).contains(" 414 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /notes/a HTTP/1.1,400",
    "GET /notes/a HTTP/1.1~Host: a~Host: b,400",
    "GET /notes/a HTTP/1.1~Host: localhost~X: a\u0000b,400",
    "GET /notes/a HTTP/1.1~Host: localhost~ folded: a,400",
    "POST /notes HTTP/1.1~Host: localhost~Content-Length: -1,400",
    "POST /notes HTTP/1.1~Host: localhost~Content-Length: 1~Content-Length: 2,400",
    "POST /notes HTTP/1.1~Host: localhost~Content-Length: 1~Transfer-Encoding: chunked,400",
    "X\u0016\u0003\u0001\u0002 /notes/a,400",
    "GET /notes/a HTTP/9.9~Host: localhost,505"
  })
  void malformedRequestIsRefusedAsAProblem(String request, int status) throws Exception {
    try (var client = client()) {
      client.send(request.replace("~", "\r\n") + "\r\n\r\n");
      var answer = client.rest();
      assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
      assertThat(answer).contains("X-Request-Id: ", "nosniff").hasSizeLessThan(2_000);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (var client = client()) {
      var one = "GET /notes/%d HTTP/1.1\r\nHost: localhost\r\n\r\n";
      var last = "GET /notes/3 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      client.send(one.formatted(1) + one.formatted(2) + last);

      assertThat(client.rest()).containsSubsequence("\"id\":\"1\"", "\"id\":\"2\"", "\"id\":\"3\"");
    }
  }

  @Test
  void headersThatDripInEndTheConnection() throws Exception {
    try (var client = client()) {
      client.send("GET /notes/a HTTP/1.1\r\nHost: localhost\r\n");
      assertDripEnds(client, "X-A: b\r\n");
    }
  }

  @Test
  void bodyThatDripsInEndsTheConnection() throws Exception {
    try (var client = client()) {
      client.send(head("Content-Length: 60000") + "{");
      assertDripEnds(client, " ");
    }
  }

  @Test
  void connectionThatRestsBetweenRequestsIsLeftAlone() throws Exception {
    try (var client = client();
        var slow = client()) {
      client.send("GET /notes/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.statusLine()).contains(" 200 ");
      slow.send("GET /notes/a HTTP/1.1\r\nHost: localhost\r\n");
      assertDripEnds(slow, "X-A: b\r\n");

      client.send("GET /notes/b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(client.rest()).contains("\"id\":\"b\"");
    }
  }

  @Test
  void answerThatNobodyTakesIsGivenUpButAStreamIsNot() throws Exception {
    try (var listener = client();
        var client = client()) {
      listener.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
      client.send("GET /notes/endless HTTP/1.1\r\nHost: localhost\r\n\r\n");

      assertThat(notes.gaveUp.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(stream.failed.getCount()).isEqualTo(1);
      assertThat(listener.statusLine()).contains(" 200 ");
    }
  }

  @Test
  void connectionsBeyondTheLimitWait() throws Exception {
    try (var first = client();
        var second = client();
        var third = client();
        var fourth = client()) {
      for (var client : List.of(first, second, third)) {
        client.send("GET /notes/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(client.statusLine()).contains(" 200 ");
      }
      fourth.send("GET /notes/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
      first.socket().shutdownOutput();
      assertThat(fourth.statusLine()).contains(" 200 ");
    }
  }

  private static void assertDripEnds(RawClient client, String drop) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !isOpenAfter(client, drop));
  }

  private static boolean isOpenAfter(RawClient client, String drop) {
    try {
      client.send(drop);
      return client.socket().getInputStream().available() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static String firstLineOrNothing(RawClient client) {
    try {
      return client.statusLine();
    } catch (IOException _) {
      return "";
    }
  }

  @Test
  void clientThatGoesAwayBeforeItsAnswerLeavesNothingBehind() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (var client = client()) {
        client.socket().setSoLinger(true, 0);
        client.send("GET /notes/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(client.socket().getInputStream().read()).isPositive();
      }
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> server.connectionCount() == 0);
  }

  private String post(byte[] body) throws IOException {
    try (var client = client()) {
      client.send(head("Content-Length: " + body.length));
      try {
        client.send(body);
      } catch (SocketException _) {
        // It has heard enough.
      }
      return client.statusLine();
    }
  }

  private static String head(String length) {
    return "POST /notes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\n\r\n"
        .formatted(length);
  }

  private RawClient client() throws IOException {
    return new RawClient(server.uri());
  }

  private WebServer start() {
    var config =
        new WebConfig(
            "127.0.0.1",
            new WebConfig.Plain(0, List.of(), false),
            null,
            new WebLimits(READ, READ, Duration.ofSeconds(30), ByteSize.parse("1MiB"), 3),
            BrowserRules.SAME_ORIGIN);
    try {
      return WebServer.start(
          config, Authenticator.OFF, List.of(notes), Map.of(PathSpec.from("/stream"), stream));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
