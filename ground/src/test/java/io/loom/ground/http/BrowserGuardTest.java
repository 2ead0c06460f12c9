package io.loom.ground.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.ByteSize;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What pages in a browser may do, seen from the headers that browsers send for them.
class BrowserGuardTest {
  /// Reads and changes.
  @Path("/thing")
  public static final class ThingResource {
    @GET
    @Permission("beads:read")
    public String read() {
      return "thing";
    }

    @POST
    @Permission("beads:write")
    public String change() {
      return "changed";
    }
  }

  private static final String ORIGIN = "Origin";
  private static final String ALLOWED = "Access-Control-Allow-Origin";
  private static final String EVIL = "https://evil.example";
  private static final String APP = "https://app.example";

  private final HttpClient client = HttpClient.newHttpClient();
  private WebServer server = start("*");

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void programsAreNotConcerned() throws Exception {
    var answer = send("POST");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue(ALLOWED)).isEmpty();
  }

  @Test
  void everyPageMayReadByDefaultButWithoutCookies() throws Exception {
    var answer = send("GET", ORIGIN, EVIL);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue(ALLOWED)).hasValue("*");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(answer.headers().firstValue("Vary")).hasValue("Origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {EVIL, "null", "http://localhost:3000", "http://127.0.0.1", "nonsense"})
  void foreignPageChangesNothingNotEvenWithoutABody(String origin) throws Exception {
    var answer = send("POST", ORIGIN, origin);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("origin-refused").doesNotContain("changed");
  }

  @ParameterizedTest
  @CsvSource({"cross-site,403", "same-site,403", "same-origin,200", "none,200"})
  void browserThatHidesTheOriginIsKnownByTheSite(String site, int status) throws Exception {
    assertThat(send("POST", "Sec-Fetch-Site", site).statusCode()).isEqualTo(status);
    assertThat(send("GET", "Sec-Fetch-Site", site).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "X-API-Key"})
  void pageWithAKeyOfItsOwnMayChange(String header) throws Exception {
    assertThat(send("POST", ORIGIN, EVIL, header, "key").statusCode()).isEqualTo(200);

    restart(APP);
    assertThat(send("POST", ORIGIN, EVIL, header, "key").statusCode()).isEqualTo(403);
  }

  @Test
  void foreignPageOpensNoWebSocket() throws Exception {
    assertThat(raw("GET", "localhost", EVIL, "Connection: Upgrade", "Upgrade: WebSocket"))
        .contains(" 403 ");
  }

  @Test
  void pageOfThisServerMayChange() throws Exception {
    var own = "http://127.0.0.1:" + server.uri().getPort();

    assertThat(send("POST", ORIGIN, own).statusCode()).isEqualTo(200);
  }

  @Test
  void pageBehindAProxyIsThisServersToo() throws Exception {
    assertThat(raw("POST", "loom.example", "https://loom.example", "Content-Length: 0"))
        .contains(" 200 ");
    assertThat(raw("POST", "loom.example", "https://loom.example:444", "Content-Length: 0"))
        .contains(" 403 ");
  }

  @Test
  void namedOriginMayChangeWithCookies() throws Exception {
    restart(APP);
    var answer = send("POST", ORIGIN, APP);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue(ALLOWED)).hasValue(APP);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).hasValue("true");
    assertThat(send("GET", ORIGIN, EVIL).headers().firstValue(ALLOWED)).isEmpty();
  }

  @Test
  void preflightIsAnsweredBeforeAnybodySignsIn() throws Exception {
    restart(APP);
    var answer = send("OPTIONS", ORIGIN, APP, "Access-Control-Request-Method", "PATCH");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue(ALLOWED)).hasValue(APP);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
        .contains("PATCH", "DELETE");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "X-API-Key", "Content-Type");
  }

  @Test
  void preflightOfAForeignPageIsRefused() throws Exception {
    restart(APP);
    var answer = send("OPTIONS", ORIGIN, EVIL, "Access-Control-Request-Method", "POST");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue(ALLOWED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,200",
    "LocalHost:1,200",
    "app.localhost,200",
    "127.0.0.1:9,200",
    "[::1]:9,200",
    "loom.example,200",
    "evil.example,403",
    "127.0.0.1.evil.example,403"
  })
  void nameThatIsNotOursIsRefused(String host, int status) throws Exception {
    var answer = raw("GET", host, "http://" + host);

    assertThat(answer).contains(" " + status + " ");
    assertThat(answer).contains(status == 200 ? "thing" : "host-refused");
  }

  @Test
  void everyAnswerTellsBrowsersWhatToLeave() throws Exception {
    for (var answer : List.of(send("GET"), send("POST", ORIGIN, EVIL), send("DELETE"))) {
      var headers = answer.headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
          .contains("script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("X-Request-Id").orElseThrow()).matches("[0-9a-f]{16}");
      assertThat(headers.firstValue("Server")).isEmpty();
    }
  }

  @Test
  void idOfTheClientIsRepeatedBesideOurs() throws Exception {
    var answer = send("GET", "X-Request-Id", "trace-1");

    assertThat(answer.headers().firstValue("X-Client-Request-Id")).hasValue("trace-1");
    assertThat(answer.headers().firstValue("X-Request-Id").orElseThrow()).isNotEqualTo("trace-1");
    assertThat(send("GET", "X-Request-Id", "<b>").headers().firstValue("X-Client-Request-Id"))
        .isEmpty();
  }

  private void restart(String origin) {
    server.close();
    server = start(origin);
  }

  private static WebServer start(String origin) {
    var config =
        new WebConfig(
            "127.0.0.1",
            new WebConfig.Plain(0, List.of(), false),
            null,
            WebLimits.usual(Duration.ofSeconds(30), ByteSize.parse("64KiB")),
            new BrowserRules(List.of(origin), Set.of("Loom.example"), BrowserRules.HostCheck.ON));
    try {
      return WebServer.start(config, Authenticator.OFF, List.of(new ThingResource()), Map.of());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> send(String method, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.uri().resolve("/thing"))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /// For headers that Java's client lets nobody choose.
  private String raw(String method, String host, String origin, String... more) throws IOException {
    try (var client = new RawClient(server.uri())) {
      client.send(
          "%s /thing HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\n%s\r\n\r\n"
              .formatted(
                  method,
                  host,
                  origin,
                  more.length == 0 ? "Connection: close" : String.join("\r\n", more)));
      return more.length == 0 ? client.rest() : client.statusLine();
    }
  }
}
