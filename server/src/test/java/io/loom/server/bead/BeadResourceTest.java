package io.loom.server.bead;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.base.ByteSize;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Authenticator;
import io.loom.ground.http.Json;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Beads as an HTTP client sees them, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(60)
class BeadResourceTest {
  private final BeadWorld world;
  private final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  BeadResourceTest(DatabaseKind kind) throws IOException {
    world = new BeadWorld(kind);
    HoldReasons reasons =
        bead -> bead.title().equals("lonely") ? Optional.of("No agent is free.") : Optional.empty();
    var feature = BeadFeature.create(world.database, world.events, world.clock, world.ids, reasons);
    server =
        WebServer.start(
            new WebConfig(
                "127.0.0.1", 0, List.of(), false, Duration.ofSeconds(30), ByteSize.parse("1MiB")),
            Authenticator.OFF,
            List.of(feature.resource(), feature.graphResource()),
            Map.of());
  }

  @AfterEach
  void close() {
    server.close();
    world.close();
    client.close();
  }

  @Test
  void createdBeadIsAnsweredAndFound() throws Exception {
    var made =
        send(
            "POST",
            "/beads",
            "{\"project_id\":\"demo\",\"title\":\"Fix it\",\"priority\":0,\"labels\":[\"ui\"],"
                + "\"issue_type\":\"bug\",\"assignee\":\"ada\",\"context\":{\"k\":\"v\"}}",
            201);

    assertThat(made.get("priority").intValue()).isZero();
    assertThat(made.get("type").textValue()).isEqualTo("bug");
    assertThat(made.get("tags").toString()).isEqualTo("[\"ui\"]");
    assertThat(made.get("assigned_to").textValue()).isEqualTo("ada");
    assertThat(made.get("context").get("k").textValue()).isEqualTo("v");
    assertThat(get("/beads/" + made.get("id").textValue())).isEqualTo(made);
  }

  @Test
  void refusalsNameTheFieldOrTheHolder() throws Exception {
    assertThat(send("POST", "/beads", "{\"project_id\":\"demo\"}", 400).toString())
        .contains("/title");
    assertThat(send("POST", "/beads", "{\"title\":\"t\",\"project_id\":\"x\"}", 400).toString())
        .contains("/project_id");
    send("GET", "/beads/demo-nope", "", 404);
    send("PATCH", "/beads/demo-nope", "{\"priority\":1}", 404);
    var id = world.given("t");
    assertThat(send("PATCH", "/beads/" + id, "{\"status\":\"finished\"}", 400).toString())
        .contains("/status");
    send("POST", "/beads/" + id + "/claim", "{\"agent_id\":\"ada\"}", 200);
    assertThat(send("POST", "/beads/" + id + "/claim", "{\"agent_id\":\"bob\"}", 409).toString())
        .contains("\"holder\":\"ada\"");
    send("POST", "/beads", "", 400);
  }

  @Test
  void patchChangesWhatItNames() throws Exception {
    var first = world.given("first");
    var id = world.given("second");

    var patched =
        send(
            "PATCH",
            "/beads/" + id,
            "{\"title\":\"new\",\"blocked_by\":[\"%s\"],\"tags\":[\"b\",\"a\"]}".formatted(first),
            200);

    assertThat(patched.get("title").textValue()).isEqualTo("new");
    assertThat(patched.get("held_because").textValue()).isEqualTo("Waits for %s.".formatted(first));
    assertThat(patched.get("held_since").textValue()).isEqualTo(world.clock.instant().toString());
    assertThat(get("/beads/" + first).get("blocks").toString()).isEqualTo("[\"" + id + "\"]");
    send("PATCH", "/beads/" + id, "{\"blocked_by\":[]}", 200);
    assertThat(get("/beads/" + id).has("held_because")).isFalse();
  }

  @Test
  void readyBeadSaysWhyNobodyWorksOnIt() throws Exception {
    var id = world.given("lonely");

    assertThat(get("/beads/" + id).get("held_because").textValue()).isEqualTo("No agent is free.");
  }

  @Test
  void listsAreFilteredAndWhole() throws Exception {
    var first = world.given("Fix the 100% bug");
    var second = world.given("Other");
    world.beads.claim(BeadWorld.ADA, second, "ada");

    assertThat(ids(get("/beads"))).containsExactly(second, first);
    assertThat(ids(get("/beads?status=open"))).containsExactly(first);
    assertThat(ids(get("/beads?project_id=demo&assigned_to=bob,ada"))).containsExactly(second);
    assertThat(ids(get("/beads?q=100%25%20BUG"))).containsExactly(first);
    assertThat(ids(get("/beads?q=1_0"))).isEmpty();
    assertThat(ids(get("/beads?ready=true"))).containsExactly(first);
    assertThat(ids(get("/beads/ready?project_id=demo"))).containsExactly(first);
    assertThat(ids(get("/beads?project_id=none"))).isEmpty();
  }

  @Test
  void pagesFollowEachOtherToTheEnd() throws Exception {
    for (int i = 0; i < 7; i++) {
      world.given("bead " + i);
    }
    for (var path : List.of("/beads?limit=3", "/beads/ready?limit=3&project_id=demo")) {
      var seen = new ArrayList<String>();
      Optional<String> next = Optional.of("/api/v1" + path);
      while (next.isPresent()) {
        var answer = exchange("GET", next.get(), "");
        seen.addAll(ids(Json.tree(answer.body())));
        next =
            answer.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>')));
      }
      assertThat(seen).containsExactlyElementsOf(ids(get(path.replace("limit=3", ""))));
    }
    send("GET", "/beads?limit=0", "", 400);
    send("GET", "/beads?limit=3&cursor=yesterday", "", 400);
  }

  @Test
  void listLongerThanAPageIsStreamedWhole() throws Exception {
    var lines = new StringBuilder();
    for (int i = 0; i < 1_234; i++) {
      lines.append("{\"id\":\"demo-x%d\",\"title\":\"t\",\"status\":\"open\"}\n".formatted(i));
    }
    world.read(lines.toString());

    assertThat(ids(get("/beads"))).hasSize(1_234).doesNotHaveDuplicates();
    assertThat(ids(get("/beads/ready"))).hasSize(1_234).doesNotHaveDuplicates();
    assertThat(get("/work-graph").get("beads").size()).isEqualTo(1_234);
  }

  @Test
  void beadIsClosedReopenedAndCommentedOn() throws Exception {
    var path = "/beads/" + world.given("t");

    assertThat(send("POST", path + "/close", "{\"reason\":\"done\"}", 200).toString())
        .contains("\"status\":\"closed\"", "\"close_reason\":\"done\"", "\"closed_at\"");
    assertThat(send("POST", path + "/reopen", "", 200).get("status").textValue()).isEqualTo("open");
    send("POST", path + "/redispatch", "{\"reason\":\"again\"}", 200);
    send("POST", path + "/comments", "{\"content\":\"Hello @bob\"}", 201);
    send("POST", path + "/comments", "{}", 400);

    assertThat(get(path + "/comments").toString())
        .contains("\"content\":\"Hello @bob\"", "\"author_username\":\"admin\"", "[\"bob\"]");
  }

  @Test
  void dependenciesComeAndGoAndShowInTheGraph() throws Exception {
    var first = world.given("first");
    var second = world.given("second");
    var path = "/beads/" + second + "/dependencies";

    send("POST", path, "{\"depends_on\":\"%s\"}".formatted(first), 201);
    send(
        "POST",
        "/beads/" + first + "/dependencies",
        "{\"depends_on\":\"%s\"}".formatted(second),
        400);

    assertThat(get("/work-graph?project_id=demo").get("edges").toString())
        .contains("\"from\":\"" + first, "\"to\":\"" + second, "\"relationship\":\"blocks\"");
    send("DELETE", path + "?depends_on=" + first, "", 200);
    assertThat(get("/work-graph").get("edges").size()).isZero();
  }

  private static List<String> ids(JsonNode list) {
    var ids = new ArrayList<String>();
    list.forEach(bead -> ids.add(bead.get("id").textValue()));
    return ids;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, "", 200);
  }

  private JsonNode send(String method, String path, String body, int status)
      throws IOException, InterruptedException {
    var answer = exchange(method, "/api/v1" + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return Json.tree(answer.body());
  }

  private HttpResponse<String> exchange(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
