package io.loom.server.bead;

import static io.loom.server.bead.BeadWorld.ADA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.api.BeadPatch;
import io.loom.base.ByteSize;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Authenticator;
import io.loom.ground.http.Json;
import io.loom.ground.http.Reach;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebServer;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.bead.file.OddBeads;
import io.loom.server.reach.Actor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Beads in and out by hand, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(60)
class BeadTransferResourceTest {
  private static final String LINES =
      """
      {"id":"demo-1","title":"one","status":"open","priority":1,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z","x":1.50,"labels":["a"]}
      {"id":"demo-2","title":"two","status":"closed","priority":1,"closed_at":"2026-01-01T00:00:00Z"}
      """;

  private final BeadWorld world;
  private final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  BeadTransferResourceTest(DatabaseKind kind) throws IOException {
    world = new BeadWorld(kind);
    var feature =
        BeadFeature.create(
            world.database, world.events, world.clock, world.ids, _ -> Optional.empty());
    server =
        WebServer.start(
            new WebConfig(
                "127.0.0.1", 0, List.of(), false, Duration.ofSeconds(30), ByteSize.parse("16MiB")),
            Authenticator.OFF,
            List.of(feature.transferResource()),
            Map.of());
  }

  @AfterEach
  void close() {
    server.close();
    world.close();
    client.close();
  }

  @Test
  void whatIsImportedIsExportedAndWaitsToBeWritten() throws Exception {
    var report = read("", LINES);

    assertThat(report.get("created").intValue()).isEqualTo(2);
    assertThat(report.get("ids").toString()).isEqualTo("[\"demo-1\",\"demo-2\"]");
    assertThat(export("")).isEqualTo(LINES);
    assertThat(export("?id=demo-2")).isEqualTo(LINES.lines().toList().getLast() + "\n");
    assertThat(world.database.read(world.beads::unsyncedProjects)).containsExactly("demo");
    assertThat(world.ready()).containsExactly("demo-1");
    assertThat(read("", LINES).get("unchanged").intValue()).isEqualTo(2);
  }

  @Test
  void dryRunSaysWhatWouldComeOfItAndChangesNothing() throws Exception {
    var report = read("?dry_run=true", LINES);

    assertThat(report.get("created").intValue()).isEqualTo(2);
    assertThat(report.get("dry_run").booleanValue()).isTrue();
    assertThat(export("")).isEmpty();
    assertThat(world.eventTypes()).isEmpty();
  }

  @Test
  void lineThatIsOlderThanTheBeadIsSkippedUnlessAskedFor() throws Exception {
    read("", LINES);
    world.beads.update(ADA, "demo-1", BeadPatch.ofPriority(0));

    assertThat(read("", LINES).get("stale_skipped_ids").toString()).isEqualTo("[\"demo-1\"]");
    assertThat(world.find("demo-1").priority()).isZero();

    assertThat(read("?allow_stale=true", LINES).get("updated").intValue()).isEqualTo(1);
    assertThat(world.find("demo-1").priority()).isEqualTo(1);
  }

  @Test
  void importTakesNothingAway() throws Exception {
    read("", LINES);
    world.beads.comment(ADA, "demo-1", "stays");

    var report =
        read(
            "?allow_stale=true",
            "{\"id\":\"demo-1\",\"title\":\"renamed\",\"labels\":[\"b\"],\"updated_at\":\"2026-01-05T00:00:00Z\"}");

    assertThat(report.get("updated").intValue()).isEqualTo(1);
    var bead = world.find("demo-1");
    assertThat(bead.title()).isEqualTo("renamed");
    assertThat(bead.labels()).containsExactly("a", "b");
    assertThat(bead.document().raw("x")).isEqualTo("1.50");
    assertThat(bead.document().comments()).hasSize(1);
  }

  @Test
  void badLinesAreNamedAndConflictsRefused() throws Exception {
    var report = read("", "nonsense\n{\"_type\":\"memory\",\"key\":\"k\"}\n" + LINES);

    assertThat(report.get("problems").get(0).get("line").intValue()).isEqualTo(1);
    assertThat(report.get("memories").intValue()).isEqualTo(1);
    var refused = send("", LINES + "<<<<<<< ours\n");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("Line 3: A merge conflict");
  }

  @Test
  void bodyThatIsTooLargeAndProjectThatIsNotThereAreRefused() throws Exception {
    assertThat(send("", "x".repeat(17 << 20)).statusCode()).isEqualTo(413);
    assertThat(get("/api/v1/projects/none/beads/export").statusCode()).isEqualTo(404);
  }

  @Test
  void edgesBeyondReachAreNeitherTakenNorShown() throws Exception {
    world.project("other");
    read("", LINES);
    var ours = new Actor("user:bob", "bob", new Reach.Projects(Set.of("other")));
    var transfer = world.beads.transfer();
    var lines =
        "{\"id\":\"other-1\",\"title\":\"t\",\"priority\":1,\"dependencies\":["
            + "{\"issue_id\":\"other-1\",\"depends_on_id\":\"demo-1\",\"type\":\"blocks\"}]}\n";

    var report =
        transfer.read(
            ours,
            "other",
            BeadFile.parse(lines.getBytes(UTF_8)),
            BeadTransfer.Mode.REAL,
            BeadTransfer.Stale.SKIPPED);

    assertThat(report.skippedDependencies()).hasSize(1);
    assertThat(world.find("other-1").blocked()).isFalse();
    world.beads.addDependency(ADA, "other-1", "demo-1", "blocks");
    var shown = new ByteArrayOutputStream();
    transfer.export(ours.reach(), "other", List.of(), shown);
    assertThat(shown.toString(UTF_8)).doesNotContain("demo-1");
  }

  @Test
  void tenThousandLinesGoInAndOut() throws Exception {
    var file = OddBeads.file(10_000);
    var beads = BeadFile.parse(file).beads();

    var report =
        Json.tree(
            client
                .send(
                    request("").POST(BodyPublishers.ofByteArray(file)).build(),
                    BodyHandlers.ofString())
                .body());
    var out = export("");

    var kept = beads.values().stream().filter(it -> !it.status().equals("tombstone")).toList();
    assertThat(report.get("created").intValue()).isEqualTo(kept.size());
    var exported = BeadFile.parse(out.getBytes(UTF_8));
    assertThat(exported.beads()).hasSameSizeAs(kept);
    assertThat(kept)
        .allSatisfy(it ->
            assertThat(exported.find(it.id()).orElseThrow().line())
                .isEqualTo(it.explicit().line()));
  }

  private JsonNode read(String query, String lines) throws Exception {
    var answer = send(query, lines);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.tree(answer.body());
  }

  private HttpResponse<String> send(String query, String lines) throws Exception {
    return client.send(
        request(query).POST(BodyPublishers.ofString(lines)).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(
            server.uri().resolve("/api/v1/projects/demo/beads/import" + query))
        .header("Content-Type", "application/x-ndjson");
  }

  private String export(String query) throws Exception {
    return get("/api/v1/projects/demo/beads/export" + query).body();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.ofString());
  }
}
