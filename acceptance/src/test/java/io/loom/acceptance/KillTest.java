package io.loom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// The demo's three beads, while the server is killed again and again. Nothing that was
/// acknowledged is lost, nothing is done twice, no answer is paid twice.
///
/// `-Dloom.kill.seed=N` repeats the moments of an earlier run, as far as two runs can be alike.
@Timeout(300)
@Isolated
class KillTest {
  private static final int KILLS = 10;
  private static final List<String> BEADS = List.of("demo-a1f", "demo-b7k", "demo-c3x");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final long seed =
      Long.getLong("loom.kill.seed", ThreadLocalRandom.current().nextInt(1_000_000));
  private final Random random = new Random(seed);

  /// What is waited for before a kill.
  private record Moment(String name, int number, Predicate<JsonNode> event) {}

  /// Leases run out while the server is away, as they do when it stays away for long.
  @Test
  void killedServerGoesOnWhereItWas() throws Exception {
    var examples = Distribution.home().resolve("examples/humanize");
    var origin = Origin.ofFolder(folder, "origin", examples.resolve("repo"));
    try (var model =
            Model.start(folder.resolve("model"), examples.resolve("rehearsal.yaml"), "300ms");
        var loom =
            Loom.start(
                folder.resolve("loom"),
                "dispatch: {cool_down: 1s}",
                "runs: {lease_time: 3s}",
                "beads: {sync_interval: 1s}");
        var events = new Events(loom.port());
        var writer = new Commenter(loom.api(), "demo-c3x")) {
      loom.api().post("/api/v1/providers", model.provider());
      loom.api().post("/api/v1/projects", project(origin));

      var story = new ArrayList<String>();
      for (int i = 0; i < KILLS; i++) {
        kill(loom, events, story);
      }
      awaitClosed(loom, story);
      writer.end();
      awaitSynced(loom, origin, writer.acknowledged(), story);

      var what = "seed %d, server in %s, killed %s".formatted(seed, loom.folder(), story);
      assertEachBeadOnce(loom.api(), origin, what);
      assertNoTurnPaidTwice(loom.api(), model, what);
      assertEventsSeenOnce(loom.api(), events, what);
      assertThat(comments(loom.api())).as(what).containsAll(writer.acknowledged());
      assertGreen(origin, what);
      System.out.printf("%s; %d answers handed over again%n", what, replays(model));
      loom.stop();
      assertThat(processesOf(loom.folder())).as(what).isEmpty();
    }
  }

  private static Map<String, Object> project(Origin origin) {
    return Map.of(
        "id", "humanize",
        "name", "Humanize",
        "git_repo", origin.url(),
        "branch", "main",
        "context", Map.of("build_command", "node build.js", "test_command", "node --test"));
  }

  private void kill(Loom loom, Events events, List<String> story) throws InterruptedException {
    var moment = moment();
    boolean came =
        events.await(events.count(), moment.number(), moment.event(), 7, Duration.ofSeconds(3));
    LockSupport.parkNanos(random.nextInt(150) * 1_000_000L);
    var descendants = loom.descendants();
    boolean withChildren = random.nextBoolean();
    if (withChildren) {
      loom.killWithChildren();
    } else {
      loom.kill();
    }
    story.add(
        "%s%d %s%s"
            .formatted(
                came ? "" : "without ",
                moment.number(),
                moment.name(),
                withChildren ? ", with children" : ""));
    // What the killed server had started ends with it, or soon after by itself.
    await("seed %d: processes of the killed server end".formatted(seed))
        .atMost(Duration.ofSeconds(20))
        .until(() -> descendants.stream().noneMatch(ProcessHandle::isAlive));
    loom.restart();
  }

  private Moment moment() {
    return switch (random.nextInt(9)) {
      case 0 -> new Moment("turn", 1, step("turn"));
      case 1 -> new Moment("action", 1 + random.nextInt(2), step("action"));
      case 2 -> new Moment("gate", 1, step("gate"));
      case 3 -> new Moment("finish", 1, event -> isFinish(event));
      case 4 -> new Moment("merge.queued", 1, type("merge.queued"));
      case 5 -> new Moment("bead.completed", 1, type("bead.completed"));
      default -> new Moment("event", 1 + random.nextInt(4), _ -> true);
    };
  }

  private static Predicate<JsonNode> type(String type) {
    return event -> event.path("type").asText().equals(type);
  }

  private static Predicate<JsonNode> step(String kind) {
    return type("run.step").and(event -> event.path("data").path("kind").asText().equals(kind));
  }

  private static boolean isFinish(JsonNode event) {
    return event.path("data").path("name").asText().equals("finish");
  }

  private void awaitClosed(Loom loom, List<String> story) {
    await("seed %d, killed %s: three beads closed, see %s".formatted(seed, story, loom.log()))
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() ->
            BEADS.stream()
                .allMatch(id -> loom.api().bead(id).path("status").asText().equals("closed")));
  }

  private void awaitSynced(Loom loom, Origin origin, List<String> comments, List<String> story) {
    await("seed %d, killed %s: beads in git, see %s".formatted(seed, story, loom.log()))
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          var file = origin.file("main", ".beads/issues.jsonl");
          return file.lines().filter(line -> line.contains("\"status\":\"closed\"")).count() == 3
              && comments.stream().allMatch(file::contains);
        });
  }

  private static void assertEachBeadOnce(Api api, Origin origin, String what) {
    var merged = origin.merged();
    assertThat(merged.stream().map(commit -> commit.trailer("Bead")))
        .as(what)
        .containsExactlyInAnyOrderElementsOf(BEADS);
    assertThat(merged)
        .as(what)
        .allSatisfy(commit -> {
          assertThat(commit.trailer("Agent")).isNotEmpty();
          assertThat(commit.trailer("Run")).isNotEmpty();
        });
    assertThat(origin.isLinear("main")).as(what).isTrue();
    var runs = api.runs("");
    assertThat(runs).as(what).hasSize(3);
    assertThat(runs)
        .as(what)
        .allSatisfy(run -> assertThat(run.path("reason").asText()).isEqualTo("completed"));
    assertThat(api.list("/api/v1/beads?project_id=humanize")).as(what).hasSize(3);
    for (var id : BEADS) {
      var commit = api.bead(id).path("merged_commit").asText();
      assertThat(merged.stream().filter(it -> it.id().equals(commit)).map(it -> it.trailer("Bead")))
          .as(what)
          .containsExactly(id);
    }
  }

  /// The journal against the model's own books.
  private static void assertNoTurnPaidTwice(Api api, Model model, String what) {
    var asked =
        model.requests().stream()
            .filter(request -> request.path("path").asText().endsWith("/chat/completions"))
            .filter(request -> request.path("bead").isTextual())
            .collect(Collectors.groupingBy(it -> it.path("idempotency_key").asText()));
    assertThat(asked).as(what).doesNotContainKey("null").doesNotContainKey("");
    asked.forEach((key, requests) -> {
      assertThat(requests.stream().map(it -> it.path("body_sha256").asText()).distinct())
          .as("bodies of %s; %s", key, what)
          .hasSize(1);
      assertThat(requests.stream().filter(it -> it.path("bought").asBoolean()))
          .as("answers bought with %s; %s", key, what)
          .hasSizeLessThanOrEqualTo(1);
      assertThat(requests)
          .as(what)
          .allSatisfy(it -> assertThat(it.path("status").asInt()).isEqualTo(200));
    });
    var turns =
        api.runs("").stream()
            .flatMap(run -> api.steps(run.path("id").asText()).stream())
            .filter(step -> step.path("kind").asText().equals("turn"))
            .map(step -> step.path("run_id").asText() + "-" + step.path("n").asInt())
            .toList();
    assertThat(asked.keySet()).as(what).containsExactlyInAnyOrderElementsOf(turns);
  }

  private static long replays(Model model) {
    return model.requests().stream().filter(it -> it.path("replayed").asBoolean()).count();
  }

  private static void assertEventsSeenOnce(Api api, Events events, String what) {
    var stored = api.events("").stream().map(event -> event.path("seq").asLong()).toList();
    await(what).until(() -> events.all().getLast().path("seq").asLong() >= stored.getLast());
    var seen =
        events.all().stream()
            .map(event -> event.path("seq").asLong())
            .filter(seq -> seq <= stored.getLast())
            .toList();
    assertThat(seen).as(what).containsExactlyElementsOf(stored);
    assertThat(events.all().stream().map(event -> event.path("id").asText()))
        .as(what)
        .doesNotHaveDuplicates();
  }

  private static List<String> comments(Api api) {
    return api.list("/api/v1/beads/demo-c3x/comments").stream()
        .map(comment -> comment.path("text").asText(comment.path("content").asText()))
        .toList();
  }

  private void assertGreen(Origin origin, String what) {
    var clone = origin.cloneTo(folder.resolve("clone"));
    assertThat(Shell.attempt(clone, "node", "build.js").exitCode()).as(what).isZero();
    var test = Shell.attempt(clone, "node", "--test");
    assertThat(test.exitCode()).as("%s\n%s", what, test.output()).isZero();
  }

  private static List<String> processesOf(Path folder) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }

  /// Writes comments all the time and keeps those that the server acknowledged.
  private static final class Commenter implements AutoCloseable {
    private static final long PAUSE_NANOS = 200_000_000;

    private final Api api;
    private final String bead;
    private final List<String> acknowledged = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    Commenter(Api api, String bead) {
      this.api = api;
      this.bead = bead;
      this.thread = Thread.ofVirtual().name("commenter").start(this::write);
    }

    private void write() {
      for (int i = 0; !closed; i++) {
        var text = "note-%04d".formatted(i);
        try {
          var answer =
              api.send(
                  "POST", "/api/v1/beads/" + bead + "/comments", Api.text(Map.of("content", text)));
          if (answer.status() / 100 == 2) {
            keep(text);
          }
        } catch (IOException _) {
          // Nothing was acknowledged.
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }

    private synchronized void keep(String text) {
      acknowledged.add(text);
    }

    synchronized List<String> acknowledged() {
      return List.copyOf(acknowledged);
    }

    @Override
    public void close() {
      closed = true;
    }

    void end() throws InterruptedException {
      close();
      thread.join();
    }
  }
}
