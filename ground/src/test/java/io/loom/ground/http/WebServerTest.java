package io.loom.ground.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.base.ByteSize;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
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

class WebServerTest {
  public record Greeting(String name, int times) {}

  /// Greets.
  @Path("/greetings")
  @Produces("application/json")
  @Consumes("application/json")
  public static final class GreetingResource {
    @POST
    @Permission("beads:write")
    public Greeting greet(Greeting greeting) {
      new Invalid().require("name", greeting.name()).check();
      return new Greeting(greeting.name(), greeting.times() + 1);
    }

    @GET
    @Permission("beads:read")
    public String fail() {
      throw new IllegalStateException("a bug with a secret in it");
    }
  }

  /// Has a route that forgot its permission, and one that does not say what it answers.
  @Path("/open")
  public static final class OpenResource {
    @GET
    public String open() {
      return "";
    }

    @POST
    @Permission("beads:write")
    public Response vague() {
      return Response.noContent().build();
    }
  }

  private static final WebConfig CONFIG =
      new WebConfig(
          "127.0.0.1", 0, List.of(), false, Duration.ofSeconds(30), ByteSize.parse("64KiB"));

  private final HttpClient client = HttpClient.newHttpClient();
  private WebServer server = start(Authenticator.OFF);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void routeReadsAndAnswersJson() throws Exception {
    var answer = post("{\"name\":\"Ada\",\"times\":1}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"name\":\"Ada\",\"times\":2}");
  }

  @Test
  void missingFieldIsNamed() throws Exception {
    var problem = problem(post("{\"times\":1}"), 400);

    assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/name");
    assertThat(problem.get("message").asText()).isEqualTo("name is required.");
    assertThat(problem.get("error").asText()).isEqualTo("invalid");
  }

  @Test
  void valueOfTheWrongKindIsNamed() throws Exception {
    var problem = problem(post("{\"name\":\"Ada\",\"times\":\"many\"}"), 400);

    assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/times");
  }

  @Test
  void brokenJsonIsRefusedWithItsLine() throws Exception {
    assertThat(problem(post("{\n\"name\": nope}"), 400).get("detail").asText()).contains("line 2");
  }

  @Test
  void hugeBodyIsRefused() throws Exception {
    problem(post("{\"name\":\"" + "x".repeat(100_000) + "\"}"), 413);
  }

  @Test
  void bugShowsNothingOfItself() throws Exception {
    var answer = client.send(request().build(), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.body()).doesNotContain("secret");
    assertThat(problem(answer, 500).get("instance").asText())
        .isEqualTo("/requests/" + answer.headers().firstValue("X-Request-Id").orElseThrow());
  }

  @Test
  void unknownPathIsAProblemToo() throws Exception {
    var request = HttpRequest.newBuilder(server.uri().resolve("/nowhere")).build();

    problem(client.send(request, HttpResponse.BodyHandlers.ofString()), 404);
  }

  @Test
  void methodThatAPathDoesNotTakeIsAnsweredWithThoseItDoes() throws Exception {
    var answer = client.send(request().DELETE().build(), HttpResponse.BodyHandlers.ofString());

    assertThat(problem(answer, 405).get("allow").asText()).isEqualTo("GET, OPTIONS, POST");
    assertThat(answer.headers().firstValue("Allow")).contains("GET, OPTIONS, POST");
  }

  @Test
  void unreadableAcceptIsNoWish() throws Exception {
    var request =
        request()
            .header("Accept", "no type")
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Ada\",\"times\":1}"))
            .build();

    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("Ada");
  }

  @Test
  void unreadableContentTypeIsRefused() throws Exception {
    var request =
        HttpRequest.newBuilder(server.uri().resolve("/greetings"))
            .header("Content-Type", "/")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    problem(client.send(request, HttpResponse.BodyHandlers.ofString()), 415);
  }

  @Test
  void callerWithoutThePermissionIsRefused() throws Exception {
    server.close();
    server = start(_ -> new Caller("v", "viewer", Set.of("beads:read"), Reach.EVERYTHING));

    var problem = problem(post("{\"name\":\"Ada\"}"), 403);
    assertThat(problem.get("permission").asText()).isEqualTo("beads:write");
  }

  @Test
  void nobodyIsAskedToSignInBeforeHisBodyIsRead() throws Exception {
    server.close();
    server = start(_ -> Caller.NOBODY);

    var answer = post("{ broken");
    assertThat(problem(answer, 401).get("error").asText()).isEqualTo("unauthenticated");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
  }

  @Test
  void callerWithHisFirstPasswordIsHeldBack() throws Exception {
    server.close();
    var session = new Credential.Session("s", Credential.Standing.HELD_BACK);
    server = start(_ -> new Caller("a", "admin", Set.of("*:*"), Reach.EVERYTHING, session));

    assertThat(problem(post("{\"name\":\"Ada\"}"), 403).get("error").asText())
        .isEqualTo("password-change-required");
  }

  @Test
  void requestThatTheAuthenticatorRefusesReachesNoRoute() throws Exception {
    server.close();
    server =
        start(_ -> {
          throw HttpProblems.FORBIDDEN.because("From elsewhere.", Map.of());
        });

    assertThat(problem(post("{\"name\":\"Ada\"}"), 403).get("detail").asText())
        .isEqualTo("From elsewhere.");
  }

  @Test
  void methodsOfAPathCanBeAskedFor() throws Exception {
    var request = request().method("OPTIONS", HttpRequest.BodyPublishers.noBody()).build();
    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isLessThan(300);
    assertThat(answer.headers().firstValue("Allow").orElseThrow()).contains("GET", "POST");
  }

  @Test
  void routesThatSayTooLittleStopTheStart() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () -> WebServer.start(CONFIG, Authenticator.OFF, List.of(new OpenResource()), Map.of()))
        .withMessageContaining("OpenResource.open, OpenResource.vague");
  }

  @Test
  void takenPortIsNamed() {
    var taken =
        new WebConfig(
            "127.0.0.1",
            server.uri().getPort(),
            List.of(),
            false,
            Duration.ofSeconds(1),
            ByteSize.parse("1KiB"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> WebServer.start(taken, Authenticator.OFF, List.of(), Map.of()))
        .withMessageContaining("Port " + server.uri().getPort() + " on 127.0.0.1 is taken");
  }

  private static WebServer start(Authenticator authenticator) {
    try {
      return WebServer.start(CONFIG, authenticator, List.of(new GreetingResource()), Map.of());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(server.uri().resolve("/greetings"))
        .header("Content-Type", "application/json");
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return client.send(
        request().POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode problem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    return Json.tree(answer.body());
  }
}
