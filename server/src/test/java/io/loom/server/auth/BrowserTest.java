package io.loom.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.auth.AuthWorld.Answer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Cookies and tickets, as browsers use them.
@ParameterizedClass
@EnumSource
@Timeout(120)
class BrowserTest {
  private static final String ME = "/api/v1/auth/me";
  private static final String PROJECT =
      "{\"id\":\"demo\",\"name\":\"Demo\",\"git_repo\":\"file:///tmp/x\",\"branch\":\"main\"}";

  private final AuthWorld world;
  private final String admin;
  private final String cookie;
  private final String csrf;
  private final Answer login;

  BrowserTest(DatabaseKind kind) {
    world = new AuthWorld(kind, AuthWorld.REQUIRED);
    admin = world.admin();
    login =
        world.post(
            "/api/v1/auth/login",
            null,
            "{\"username\":\"admin\",\"password\":\"a long password\",\"cookie\":true}");
    var header = login.header("Set-Cookie");
    cookie = header.substring(0, header.indexOf(';'));
    csrf = login.text("csrf_token");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void tokenIsWhereScriptsCannotReadIt() {
    assertThat(login.header("Set-Cookie"))
        .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=86400")
        .doesNotContain("Secure");
    assertThat(login.body().has("token")).isFalse();
    assertThat(world.send(withCookie(ME)).text("username")).isEqualTo("admin");
  }

  @Test
  void changeFromOurOwnPageIsTaken() {
    assertThat(world.send(project(csrf, "http://" + world.host())).status()).isEqualTo(201);
  }

  @Test
  void changeWithoutTheHeaderTokenIsRefused() {
    var answer = world.send(withCookie("/api/v1/projects").POST(body(PROJECT)));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("error")).isEqualTo("cross-site");
    assertThat(world.send(project("guess", "http://" + world.host())).status()).isEqualTo(403);
  }

  @Test
  void changeFromAnotherSiteIsRefused() {
    assertThat(world.send(project(csrf, "http://evil.example")).status()).isEqualTo(403);
    assertThat(world.send(project(csrf, "null")).status()).isEqualTo(403);
    assertThat(
            world
                .send(
                    withCookie("/api/v1/projects")
                        .header("X-CSRF-Token", csrf)
                        .header("Sec-Fetch-Site", "cross-site")
                        .POST(body(PROJECT)))
                .status())
        .isEqualTo(403);
  }

  @Test
  void pageThatWasLoadedAgainGetsItsHeaderToken() {
    assertThat(world.send(withCookie("/api/v1/auth/csrf")).text("csrf_token")).isEqualTo(csrf);
  }

  @Test
  void refreshOfACookieIsACookie() {
    var answer =
        world.send(withCookie("/api/v1/auth/refresh").header("X-CSRF-Token", csrf).POST(body("")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().has("token")).isFalse();
    assertThat(answer.header("Set-Cookie")).startsWith("loom_session=ey");
  }

  @Test
  void logoutTakesTheCookieAway() {
    var answer =
        world.send(withCookie("/api/v1/auth/logout").header("X-CSRF-Token", csrf).POST(body("")));

    assertThat(answer.header("Set-Cookie")).contains("loom_session=;", "Max-Age=0");
    assertThat(world.send(withCookie(ME)).status()).isEqualTo(401);
  }

  @Test
  void ticketOpensOneStream() throws Exception {
    var ticket = world.post("/api/v1/auth/tickets", admin, "").text("ticket");

    assertThat(stream(ticket)).isEqualTo(200);
    assertThat(stream(ticket)).isEqualTo(401);
  }

  @Test
  void ticketIsGoodForStreamsOnlyAndNotForLong() throws Exception {
    var ticket = world.post("/api/v1/auth/tickets", admin, "").text("ticket");

    assertThat(world.get(ME + "?ticket=" + ticket, null).status()).isEqualTo(401);
    world.clock.advance(Duration.ofSeconds(31));
    assertThat(stream(ticket)).isEqualTo(401);
  }

  @Test
  void ticketEndsWithItsSession() throws Exception {
    var token = world.token("admin", "a long password");
    var ticket = world.post("/api/v1/auth/tickets", token, "").text("ticket");
    assertThat(world.post("/api/v1/auth/logout", token, "").status()).isEqualTo(204);

    assertThat(stream(ticket)).isEqualTo(401);
  }

  @Test
  void openStreamEndsWithItsSession() throws Exception {
    var token = world.token("admin", "a long password");
    var request =
        world.request("/api/v1/events/stream").header("Authorization", "Bearer " + token).build();
    try (var client = HttpClient.newHttpClient()) {
      var stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(world.post("/api/v1/auth/logout", token, "").status()).isEqualTo(204);

      // Until the server ends it.
      var text = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).contains("event: connected");
    }
  }

  private int stream(String ticket) throws Exception {
    var request = world.request("/api/v1/events/stream?ticket=" + ticket).build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    }
  }

  private HttpRequest.Builder project(String token, String origin) {
    return withCookie("/api/v1/projects")
        .header("X-CSRF-Token", token)
        .header("Origin", origin)
        .POST(body(PROJECT));
  }

  private HttpRequest.Builder withCookie(String path) {
    return world.request(path).header("Cookie", cookie);
  }

  private static HttpRequest.BodyPublisher body(String text) {
    return HttpRequest.BodyPublishers.ofString(text);
  }
}
