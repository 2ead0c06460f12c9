package io.loom.acceptance;

import static io.loom.acceptance.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Agents that do not do what they should, and people who step in. Each run ends in a reason that
/// the API shows, and each bead can go on. One server, a project per test.
@Tag("acceptance")
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class BadAgentTest {
  /// Only a part, so that no scanner takes this file for a leak.
  private static final String KEY = "AKIA" + "QWERTYUIOPASDFGH";

  private static final String SCRIPT =
      """
      models: [scripted]
      rules:
        - when: {bead: loop-1}
          reply: {tool_calls: [{name: read_file, arguments: {path: README.md}}]}
        - when: {bead: endless-1}
          reply: {tool_calls: [{name: write_file, arguments: {path: a.txt, content: "{{turn}}"}}]}
        - when: {bead: prose-1}
          reply: {content: I think that it is fine as it is.}
        - when: {bead: mute-1}
          reply: {content: ""}
        - when: {bead: hops-1}
          reply: {content: Somebody else should do this.}
        - when: {bead: slow-1, turn: 0}
          reply: {tool_calls: [{name: write_file, arguments: {path: a.txt, content: a}}]}
        - when: {bead: slow-1}
          reply: {tool_calls: [{name: finish, arguments: {summary: done}}]}
        - when: {bead: steer-1, any: {contains: wrap it up}}
          reply: {tool_calls: [{name: finish, arguments: {summary: done}}]}
        - when: {bead: steer-1}
          reply:
            latency: 700ms
            tool_calls: [{name: write_file, arguments: {path: a.txt, content: "{{turn}}"}}]
      beads:
        red-1:
          - tool_calls:
              - {name: write_file, arguments: {path: answer.txt, content: "41"}}
              - {name: finish, arguments: {summary: done}}
          - tool_calls:
              - {name: write_file, arguments: {path: answer.txt, content: "42"}}
              - {name: finish, arguments: {summary: repaired}}
        clash-1:
          - latency: 1500ms
            tool_calls:
              - {name: write_file, arguments: {path: same.txt, content: "one\\n"}}
              - {name: finish, arguments: {summary: one}}
        clash-2:
          - tool_calls: [{name: write_file, arguments: {path: same.txt, content: "two\\n"}}]
          - latency: 6s
            tool_calls: [{name: finish, arguments: {summary: two}}]
          - tool_calls:
              - {name: write_file, arguments: {path: same.txt, content: "one\\ntwo\\n"}}
              - {name: finish, arguments: {summary: both}}
        hostile-1:
          - tool_calls:
              - {name: write_file, arguments: {path: ok.txt, content: ok}}
              - {name: run_command, arguments: {command: "echo '{}' >>.beads/issues.jsonl"}}
              - {name: finish, arguments: {summary: done}}
          - tool_calls:
              - {name: run_command, arguments: {command: "git checkout -q HEAD -- .beads"}}
              - {name: write_file, arguments: {path: key.txt, content: "%s"}}
              - {name: finish, arguments: {summary: done}}
          - tool_calls:
              - {name: delete_file, arguments: {path: key.txt}}
              - {name: finish, arguments: {summary: done}}
        ask-1:
          - tool_calls:
              - name: ask_decision
                arguments: {question: "Tabs?", options: ["yes", "no"], recommendation: "no"}
          - tool_calls:
              - {name: write_file, arguments: {path: a.txt, content: a}}
              - {name: finish, arguments: {summary: done}}
        lost-1:
          - tool_calls: [{name: write_file, arguments: {path: a.txt, content: a}}]
          - latency: 3s
            tool_calls: [{name: write_file, arguments: {path: b.txt, content: b}}]
          - tool_calls: [{name: finish, arguments: {summary: done}}]
        closed-1:
          - tool_calls: [{name: write_file, arguments: {path: a.txt, content: a}}]
          - latency: 2s
            tool_calls: [{name: finish, arguments: {summary: done}}]
      """
          .formatted(KEY);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  @org.jspecify.annotations.Nullable private static World shared;

  @BeforeAll
  static void start() {
    shared =
        new World(
            folder,
            SCRIPT,
            Map.of(),
            "agents: {max_concurrent: 20}",
            "runs: {max_turns: 9}",
            "dispatch: {cool_down: 1s, max_hops: 2}",
            "gate: {timeout: 4s}",
            "beads: {sync_interval: 1s}");
  }

  @AfterAll
  static void end() {
    if (shared != null) {
      shared.close();
    }
  }

  private static World world() {
    return java.util.Objects.requireNonNull(shared);
  }

  @Test
  void agentThatRepeatsItselfIsStopped() {
    world().project("loop", "true", "loop-1");

    var run = world().awaitEnd("loop-1", "inner_loop");

    assertThat(text(run, "detail")).contains("read_file");
  }

  @Test
  void agentThatNeverFinishesUsesUpItsTurns() {
    world().project("endless", "true", "endless-1");

    var run = world().awaitEnd("endless-1", "max_iterations");

    assertThat(text(run, "detail")).contains("9 turns");
    assertThat(run.path("turns").asInt()).isEqualTo(9);
  }

  @Test
  void agentThatOnlyTalksIsStopped() {
    world().project("prose", "true", "prose-1");

    assertThat(text(world().awaitEnd("prose-1", "parse_failures"), "detail")).contains("prose");
  }

  @Test
  void agentThatSaysNothingIsStopped() {
    world().project("mute", "true", "mute-1");

    assertThat(text(world().awaitEnd("mute-1", "no_actions"), "detail")).contains("nothing");
  }

  @Test
  void testsThatNeverEndAreRedAndCanBeCorrected() {
    world().project("slow", "sleep 600", "slow-1");

    world().awaitRedGate("slow-1", "ran out of time");
    world().api().put("/api/v1/projects/slow", Map.of("context", Map.of("test_command", "true")));

    assertThat(text(world().awaitClosed("slow-1"), "verified")).isEqualTo("verified");
  }

  @Test
  void agentRepairsWhatTheGateFoundRed() {
    var origin = world().project("red", "test \"$(cat answer.txt)\" = 42", "red-1");

    world().awaitRedGate("red-1", "exit code 1");
    world().awaitClosed("red-1");

    assertThat(origin.file("main", "answer.txt")).isEqualTo("42");
    assertThat(world().runs("red-1")).hasSize(1);
  }

  @Test
  void agentResolvesItsConflictWithWhatWasMergedMeanwhile() {
    var origin = world().project("clash", "true", "clash-1", "clash-2");

    world().awaitClosed("clash-1");
    world().awaitStep("clash-2", "is a rebase", step -> text(step, "kind").equals("rebase"));
    world().awaitClosed("clash-2");

    assertThat(origin.file("main", "same.txt")).isEqualTo("one\ntwo");
    assertThat(origin.isLinear("main")).isTrue();
    assertThat(origin.merged()).hasSize(2);
  }

  @Test
  void neitherBeadsNorKeysOfAHostileAgentAreMerged() {
    var origin = world().project("hostile", "true", "hostile-1");

    world().awaitRedGate("hostile-1", "changed by actions only");
    var red = world().awaitRedGate("hostile-1", "secret");
    world().awaitClosed("hostile-1");

    assertThat(text(red, "text")).contains("key.txt line 1").doesNotContain(KEY);
    assertThat(origin.merged()).hasSize(1);
    assertThat(origin.merged().getFirst().paths()).containsExactly("ok.txt");
  }

  @Test
  void runThatAsksWaitsForItsAnswer() {
    world().project("ask", "true", "ask-1");

    var run = world().awaitState("ask-1", "waiting");
    assertThat(text(run, "detail")).contains("Tabs?");
    world().decide(world().awaitQuestion("ask-1"), "no");
    world().awaitClosed("ask-1");

    assertThat(world().runs("ask-1")).hasSize(1);
  }

  @Test
  void peoplePauseStopAndSteerRuns() {
    world().project("steer", "true", "steer-1");

    var run = world().awaitRun("steer-1", "has a turn", it -> it.path("turns").asInt() > 0);
    world().direct(run, "pause", Map.of());
    world().awaitState("steer-1", "paused");
    int steps = world().steps("steer-1").size();
    world().direct(run, "resume", Map.of());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> world().steps("steer-1").size() > steps);
    world().direct(run, "stop", Map.of());
    world().awaitEnd("steer-1", "context_canceled");
    var bead = world().awaitBead("steer-1", "on hold", it -> it.hasNonNull("held_because"));
    assertThat(text(bead, "held_because")).contains("stopped");

    world().api().post("/api/v1/beads/steer-1/redispatch", Map.of("reason", "Once more."));
    var second = world().awaitState("steer-1", "active");
    world().direct(second, "nudge", Map.of("text", "Please wrap it up."));
    world().awaitClosed("steer-1");

    assertThat(world().runs("steer-1")).hasSize(2);
  }

  @Test
  void lostWorkspaceIsMadeAnew() throws IOException {
    world().project("lost", "true", "lost-1");

    var run = world().awaitRun("lost-1", "has a turn", it -> it.path("turns").asInt() > 0);
    var workspaces = world().loom().folder().resolve("data/weavers-work/workspaces");
    // Renamed, not deleted: the agent may write while rm walks the folder.
    Files.move(workspaces.resolve("run-" + text(run, "id")), folder.resolve("lost"));
    var ended = world().awaitEnd("lost-1", "workspace_lost");
    world().awaitClosed("lost-1");

    assertThat(text(ended, "detail")).isNotEmpty();
    assertThat(world().runs("lost-1")).hasSize(2);
  }

  @Test
  void runOfABeadThatIsClosedMeanwhileEnds() {
    var origin = world().project("closed", "true", "closed-1");

    world().awaitRun("closed-1", "has a turn", it -> it.path("turns").asInt() > 0);
    world().api().post("/api/v1/beads/closed-1/close", Map.of("reason", "Not wanted any more."));
    world().awaitEnd("closed-1", "bead_lost");

    assertThat(text(world().api().bead("closed-1"), "status")).isEqualTo("closed");
    assertThat(origin.merged()).isEmpty();
  }

  @Test
  void beadThatIsDispatchedTooOftenIsDecidedByPeople() {
    world().project("hops", "true", "hops-1");

    var question = world().awaitQuestion("hops-1");
    assertThat(world().runs("hops-1")).hasSize(3);
    var bead = world().api().bead("hops-1");
    assertThat(bead.path("priority").asInt()).isZero();
    assertThat(text(bead, "held_because")).contains("decision");

    world().decide(question, "retry");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> world().runs("hops-1").size() > 3);
    var again = world().awaitQuestion("hops-1");
    assertThat(text(again, "id")).isNotEqualTo(text(question, "id"));
    assertThat(world().runs("hops-1")).hasSize(6);
    world().decide(again, "close");
    world().awaitClosed("hops-1");
  }
}
