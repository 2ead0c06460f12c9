package io.loom.server.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.base.ByteSize;
import io.loom.ground.database.DatabaseConfig;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Authenticator;
import io.loom.ground.http.Json;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebServer;
import io.loom.server.provider.ModelOutcome.Answered;
import io.loom.server.provider.ModelOutcome.Refused;
import io.loom.server.provider.Provider.Status;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The registry over HTTP and the health loop behind it, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(60)
class ProviderServiceTest {
  private record Answer(int status, String text) {
    JsonNode json() {
      return Json.tree(text);
    }
  }

  private final ProviderWorld world;
  private final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  ProviderServiceTest(DatabaseKind kind) throws IOException {
    world = new ProviderWorld(kind);
    server =
        WebServer.start(
            new WebConfig(
                "127.0.0.1", 0, List.of(), false, Duration.ofSeconds(30), ByteSize.parse("1MiB")),
            Authenticator.OFF,
            List.of(world.feature.resource()),
            Map.of());
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
    world.close();
  }

  @Test
  void providerIsRegisteredProbedAndShown() throws Exception {
    var answer =
        send(
            "POST",
            "",
            """
            {"id":"tokenhub","name":"TokenHub","type":"openai","endpoint":"%s","api_key":"%s",
             "prompt_usd_per_mtoken":3,"completion_usd_per_mtoken":15.5}
            """
                .formatted(world.vendor.url(), ProviderWorld.KEY));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().path("status").asText()).isEqualTo("pending");
    assertThat(answer.json().path("endpoint").asText()).isEqualTo(world.vendor.url() + "/v1");
    world.awaitStatus("tokenhub", Status.ACTIVE);
    var shown = send("GET", "/tokenhub", "").json();
    assertThat(shown.path("model").asText()).isEqualTo("alpha");
    assertThat(shown.path("configured_model").asText()).isEmpty();
    assertThat(shown.path("context_window").asInt()).isEqualTo(65_536);
    assertThat(shown.path("requires_key").asBoolean()).isTrue();
    assertThat(shown.path("key_id").asText()).isEqualTo("tokenhub-api-key");
    assertThat(shown.path("cost_per_mtoken").asDouble()).isEqualTo(15.5);
    assertThat(shown.has("last_heartbeat_at")).isTrue();
    assertThat(shown.has("last_heartbeat_latency_ms")).isTrue();
    assertThat(shown.has("last_heartbeat_error")).isFalse();
    assertThat(send("GET", "", "").json()).hasSize(1);
    assertThat(world.eventTypes()).containsExactly("provider.registered", "provider.updated");
  }

  @Test
  void keyGoesToTheProviderAndNowhereElse() throws Exception {
    world.register("p", ProviderWorld.KEY, "alpha");
    assertThat(world.vendor.lastAuthorization()).isEqualTo("Bearer " + ProviderWorld.KEY);
    world.vendor.answer("/v1/models", 401, "", "bad key " + ProviderWorld.KEY);
    world.clock.advance(Duration.ofMinutes(1));
    world.awaitStatus("p", Status.ERROR);

    assertThat(send("GET", "/p", "").text()).doesNotContain(ProviderWorld.KEY).contains("[secret]");
    assertThat(send("GET", "", "").text()).doesNotContain(ProviderWorld.KEY);
    assertThat(send("PUT", "/p", "{\"description\":\"d\"}").text())
        .doesNotContain(ProviderWorld.KEY);
    var events =
        world.database.read(
            handle -> handle.createQuery("SELECT data FROM events").mapTo(String.class).list());
    assertThat(events).noneMatch(data -> data.contains(ProviderWorld.KEY));
    assertThat(Files.readString(world.keys)).doesNotContain(ProviderWorld.KEY);
    if (world.databaseConfig instanceof DatabaseConfig.Sqlite(var path)) {
      assertThat(bytes(path.resolveSibling(".")))
          .contains("providers")
          .doesNotContain(ProviderWorld.KEY);
    }
  }

  /// All files of the database, as text of single bytes.
  private static String bytes(Path folder) throws IOException {
    var text = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  @Test
  void updateKeepsWhatItDoesNotName() throws Exception {
    world.register("p", ProviderWorld.KEY, null);
    world.awaitStatus("p", Status.ACTIVE);

    var updated = send("PUT", "/p", "{\"name\":\"Better\",\"model\":\"beta\"}").json();

    assertThat(updated.path("name").asText()).isEqualTo("Better");
    assertThat(updated.path("status").asText()).isEqualTo("active");
    assertThat(updated.path("requires_key").asBoolean()).isTrue();
    Awaitility.await().until(() -> world.provider("p").effectiveContextWindow() == 8_192);
    assertThat(world.vendor.lastAuthorization()).isEqualTo("Bearer " + ProviderWorld.KEY);
    assertThat(send("PUT", "/p", "{\"context_window\":1234}").json().path("context_window").asInt())
        .isEqualTo(1_234);
  }

  @Test
  void registeringAgainUpdatesAndTheSameKeyChangesNothing() throws Exception {
    world.register("p", ProviderWorld.KEY, "alpha");
    world.awaitStatus("p", Status.ACTIVE);
    var keys = Files.readString(world.keys);
    var body =
        "{\"id\":\"p\",\"endpoint\":\"%s\",\"api_key\":\"%s\"}"
            .formatted(world.vendor.url(), ProviderWorld.KEY);

    var again = send("POST", "", body);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("status").asText()).isNotEqualTo("pending");
    assertThat(Files.readString(world.keys)).isEqualTo(keys);

    var other = send("PUT", "/p", "{\"api_key\":\"sk-other\"}");
    assertThat(other.json().path("status").asText()).isEqualTo("pending");
    Awaitility.await().until(() -> world.vendor.lastAuthorization().equals("Bearer sk-other"));

    var without = send("PUT", "/p", "{\"api_key\":\"\"}");
    assertThat(without.json().path("requires_key").asBoolean()).isFalse();
    Awaitility.await().until(() -> world.vendor.lastAuthorization().isEmpty());
    assertThat(Files.readString(world.keys)).doesNotContain("p-api-key");
  }

  @Test
  void deletedProviderIsGoneWithItsKey() throws Exception {
    world.register("p", ProviderWorld.KEY, "alpha");
    world.awaitStatus("p", Status.ACTIVE);

    assertThat(send("DELETE", "/p", "").status()).isEqualTo(204);
    assertThat(send("DELETE", "/p", "").status()).isEqualTo(404);
    assertThat(send("GET", "/p", "").status()).isEqualTo(404);
    assertThat(send("PUT", "/p", "{}").status()).isEqualTo(404);
    assertThat(Files.readString(world.keys)).doesNotContain("p-api-key");
    assertThat(world.eventTypes()).endsWith("provider.deleted");
  }

  @Test
  void everythingWrongIsSaidAtOnceAndNoKeyIsRepeated() throws Exception {
    var answer =
        send(
            "POST",
            "",
            """
            {"id":"p","type":"telepathy","endpoint":"ftp://x","api_key":"line\\nend",
             "context_window":-1,"cost_per_mtoken":-1}
            """);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errors").findValuesAsText("pointer"))
        .containsExactly("/type", "/endpoint", "/api_key", "/context_window", "/cost_per_mtoken");
    assertThat(answer.text()).contains("openai").doesNotContain("line");
    assertThat(send("POST", "", "{\"id\":\"p\"}").text()).contains("/endpoint");
    assertThat(send("POST", "", "{\"endpoint\":\"http://x\"}").text()).contains("/id");
    assertThat(send("POST", "", "{\"id\":\"../x\",\"endpoint\":\"http://x\"}").status())
        .isEqualTo(400);
    assertThat(send("POST", "", "").status()).isEqualTo(400);
    assertThat(world.service().list()).isEmpty();
  }

  @Test
  void modelsAreListedOrTheReasonIsTold() throws Exception {
    world.register("p", null, null);

    var models = send("GET", "/p/models", "").json().path("models");
    assertThat(models.findValuesAsText("id")).containsExactly("text-embedding-3", "alpha", "beta");
    assertThat(models.path(1).path("max_model_len").asInt()).isEqualTo(65_536);

    world.vendor.answer("/v1/models", 200, "", "<html><title>Log in</title></html>");
    var failed = send("GET", "/p/models", "");
    assertThat(failed.status()).isEqualTo(502);
    assertThat(failed.text()).contains("HTML instead of JSON", "Log in");
  }

  @Test
  void healthFollowsTheProvider() {
    world.register("p", null, null);
    world.awaitStatus("p", Status.ACTIVE);
    step();
    world.awaitStatus("p", Status.HEALTHY);

    world.vendor.answer("/v1/models", 500, "", "{\"error\":\"out of memory\"}");
    step();
    world.awaitStatus("p", Status.ERROR);
    assertThat(world.provider("p").health().error()).contains("500", "out of memory");
    assertThat(world.service().anyUsable()).isFalse();
    for (int failures = 2; failures <= 5; failures++) {
      int expected = failures;
      step();
      Awaitility.await().until(() -> world.provider("p").health().failures() == expected);
    }
    assertThat(world.provider("p").health().status()).isEqualTo(Status.FAILED);

    world.vendor.answer("/v1/models", 200, "", FakeVendor.MODELS);
    world.clock.advance(Duration.ofMinutes(5));
    world.awaitStatus("p", Status.HEALTHY);
    assertThat(world.eventTypes())
        .containsExactly(
            "provider.registered",
            "provider.updated",
            "provider.updated",
            "provider.updated",
            "provider.updated",
            "provider.updated");
  }

  private void step() {
    world.clock.advance(Duration.ofSeconds(30));
  }

  @Test
  void keyOutlivesARestart() {
    world.register("p", ProviderWorld.KEY, "alpha");
    world.vendor.chat(200, "", "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}");

    try (var restarted = world.anotherServer()) {
      assertThat(restarted.client().call(chat("p"))).isInstanceOf(Answered.class);
    }
    assertThat(world.vendor.lastAuthorization()).isEqualTo("Bearer " + ProviderWorld.KEY);
  }

  @Test
  void keyThatIsMissingInTheKeyStoreIsSaid() throws Exception {
    world.register("p", ProviderWorld.KEY, "alpha");
    Files.delete(world.keys);

    try (var restored = world.anotherServer()) {
      assertThat(restored.client().call(chat("p")))
          .asInstanceOf(type(Refused.class))
          .satisfies(refused -> assertThat(refused.reason()).contains("register it again"));
    }
    assertThat(world.provider("p").health().status()).isEqualTo(Status.ERROR);
  }

  @Test
  void oneOfManyServersMakesTheProbe() {
    world.register("p", null, "alpha");
    world.awaitStatus("p", Status.ACTIVE);
    try (var _ = world.anotherServer();
        var _ = world.anotherServer()) {
      for (int probes = 2; probes < 10; probes++) {
        var due = world.clock.instant().plusSeconds(30);
        step();
        Awaitility.await().until(() -> due.equals(world.provider("p").health().lastProbeAt()));
        assertThat(world.vendor.probes()).isEqualTo(probes);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, '<html><title>Log in</title>', 'HTML instead of JSON: \"Log in'",
    "200, 'hello', 'no JSON: \"hello\"'",
    "200, '', 'an empty answer instead of JSON'",
    "200, '{\"data\":[]}', 'lists no models'",
    "401, '{\"error\":{\"message\":\"who are you\"}}', 'the API key is refused (status 401: who are you)'",
    "404, 'page not found', 'check the endpoint (status 404: page not found)'",
    "503, '', 'status 503'",
  })
  void badAnswerIsToldInPlainWords(int status, String body, String words) {
    world.vendor.answer("/v1/models", status, "", body);
    world.register("p", null, null);
    assertThat(world.provider("p").health().error()).contains(words);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:1, 'connection refused by 127.0.0.1:1'",
    "http://no-such-host.invalid:80, 'the host name no-such-host.invalid is not known'",
  })
  void addressWithoutAServerIsToldInPlainWords(String endpoint, String words) {
    world.register("p", endpoint, null, null);
    assertThat(world.provider("p").health().error()).contains(words);
  }

  @Test
  void plainServerBehindHttpsIsToldInPlainWords() {
    world.register("p", world.vendor.url().replace("http:", "https:"), null, null);
    assertThat(world.provider("p").health().error()).startsWith("TLS with 127.0.0.1:");
  }

  @Test
  void hangingProviderHoldsUpNoOther() {
    world.vendor.hang("/stuck/v1/models");
    var stuck = "{\"id\":\"stuck\",\"endpoint\":\"%s/stuck\"}".formatted(world.vendor.url());
    assertThat(send("POST", "", stuck).status()).isEqualTo(201);

    world.register("p", null, null);
    world.awaitStatus("p", Status.ACTIVE);
    assertThat(world.provider("stuck").health().status()).isEqualTo(Status.PENDING);
  }

  @Test
  void choiceFallsOnTheFirstThatWorksUnlessOneIsPreferred() {
    assertThat(world.service().choose(null)).isEmpty();
    world.register("broken", world.vendor.url() + "/nowhere", null, "m");
    world.register("works", null, "alpha");
    world.awaitStatus("works", Status.ACTIVE);

    assertThat(world.service().choose(null))
        .hasValueSatisfying(choice -> {
          assertThat(choice.providerId()).isEqualTo("works");
          assertThat(choice.model()).isEqualTo("alpha");
          assertThat(choice.contextWindow()).isEqualTo(65_536);
          assertThat(choice.streaming()).isTrue();
        });
    assertThat(world.service().choose("gone")).isPresent();
    assertThat(world.service().choose("broken")).isEmpty();
  }

  @Test
  void ollamaIsAskedUnderItsVersionedPath() {
    var body =
        "{\"id\":\"o\",\"type\":\"ollama\",\"endpoint\":\"%s\",\"model\":\"alpha\"}"
            .formatted(world.vendor.url());
    assertThat(send("POST", "", body).json().path("endpoint").asText())
        .isEqualTo(world.vendor.url());
    world.awaitStatus("o", Status.ACTIVE);
    world.vendor.chat(200, "", "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}");

    assertThat(world.feature.client().call(chat("o"))).isInstanceOf(Answered.class);
  }

  private static ModelRequest chat(String provider) {
    return new ModelRequest(provider, FakeVendor.bytes("{}"), "k", false, Duration.ofSeconds(20));
  }

  private Answer send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(server.uri().resolve("/api/v1/providers" + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
