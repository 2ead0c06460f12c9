package io.loom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunCommandTest {
  private static final String RUNNING =
      """
      {"id":"r1","bead_id":"demo-1","project_id":"demo","agent_id":"ada","provider_id":"p",
       "model":"m","state":"running","hop":1,"turns":1,"created_at":"2026-01-01T11:59:00Z"}\
      """;
  private static final String ENDED =
      """
      {"id":"r1","bead_id":"demo-1","project_id":"demo","agent_id":"ada","provider_id":"p",
       "model":"m","state":"%s","reason":"%s","turns":2,"prompt_tokens":10,
       "completion_tokens":5,"cost_usd":0.5,"result_commit":"0123456789abcdef",
       "ended_at":"2026-01-01T12:00:00Z"}\
      """;
  private static final String TURN =
      """
      {"n":1,"kind":"turn","name":"m","status":"done","cost_usd":0.25,
       "text":"1\\n2\\n3\\n4\\n5\\n6\\n7\\n8"}\
      """;
  private static final String ACTION =
      """
      {"n":2,"kind":"action","name":"write_file","status":"done",
       "result":{"summary":"wrote a.txt","content":"x\\ny"}}\
      """;
  private static final String GATE =
      "{\"n\":3,\"kind\":\"gate\",\"name\":\"test\",\"status\":\"failed\",\"text\":\"1 red\"}";
  private static final String STARTED =
      "{\"n\":3,\"kind\":\"gate\",\"name\":\"test\",\"status\":\"started\"}";

  private final FakeLoom server;
  private final Shell shell;

  RunCommandTest() throws IOException {
    server = new FakeLoom();
    shell = Shell.at(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void listPassesItsFiltersOn() {
    server.on("GET /api/v1/runs?bead_id=b&project_id=p&open=true&limit=3", "[]");

    assertThat(shell.run("run", "list", "--bead", "b", "-p", "p", "--open", "--limit", "3").out())
        .isEqualTo("No agent is at work.\n");
  }

  @Test
  void showTellsTheRunStepByStep() {
    server
        .on("GET /api/v1/runs/r1", ENDED.formatted("completed", "completed"))
        .on("GET /api/v1/runs/r1/steps", "[%s,%s,%s]".formatted(TURN, ACTION, GATE));

    assertThat(shell.run("run", "show", "r1").out())
        .isEqualTo(
            """
            Run r1 of bead demo-1
            state        completed
            reason       completed
            project      demo
            agent        ada
            model        m at p

               1  turn     m  $0.25
                  1
                  2
                  3
                  4
                  5
                  6
                  … 2 more lines, which --full shows
               2  action   write_file  wrote a.txt
               3  gate     test  failed  1 red

            completed (completed)  2 turns, 10 + 5 tokens, $0.50
            result       0123456789ab
            """);
    assertThat(shell.run("run", "show", "r1", "--full").out())
        .contains("      8\n", "      content:\n        x\n        y\n");
  }

  @Test
  void followShowsEachStepOnceUntilTheRunHasEnded() {
    server
        .on("GET /api/v1/events?limit=1", "{\"events\":[{\"seq\":4}]}")
        .on("GET /api/v1/runs/r1", RUNNING)
        .on("GET /api/v1/runs/r1", RUNNING)
        .on("GET /api/v1/runs/r1", ENDED.formatted("completed", "completed"))
        .on("GET /api/v1/runs/r1/steps?after=0", "[%s]".formatted(TURN))
        .on("GET /api/v1/runs/r1/steps?after=1", "[%s,%s]".formatted(ACTION, STARTED))
        .on("GET /api/v1/runs/r1/steps?after=2", "[%s]".formatted(GATE))
        .on(
            "GET /api/v1/events/stream?project_id=demo",
            200,
            "text/event-stream",
            frame(5, "run.step", "other") + frame(6, "run.step", "r1"))
        .on(
            "GET /api/v1/events/stream?project_id=demo",
            200,
            "text/event-stream",
            frame(7, "run.ended", "r1"));

    var outcome = shell.run("run", "show", "r1", "--follow");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out().lines().filter(line -> line.matches(" +\\d  [a-z].*")))
        .containsExactly(
            "   1  turn     m  $0.25",
            "   2  action   write_file  wrote a.txt",
            "   3  gate     test  failed  1 red");
    assertThat(outcome.out()).endsWith("result       0123456789ab\n");
    assertThat(server.resumed()).containsExactly("4", "6");
  }

  @Test
  void followedRunThatDidNotCompleteIsExitCodeOne() {
    server
        .on("GET /api/v1/events?limit=1", "{\"events\":[]}")
        .on("GET /api/v1/runs/r1", ENDED.formatted("ended", "max_turns"))
        .on("GET /api/v1/runs/r1/steps?after=0", "[%s]".formatted(ACTION));

    assertThat(shell.run("run", "show", "r1", "-f").exitCode()).isEqualTo(1);
    assertThat(shell.run("run", "show", "r1", "-f", "-o", "json").out())
        .startsWith("{\"n\":2,\"kind\":\"action\"")
        .hasLineCount(1);
  }

  @Test
  void verbsPostToTheRun() {
    for (var verb : new String[] {"pause", "resume", "stop", "nudge"}) {
      server.on("POST /api/v1/runs/r1/" + verb, 202, "application/json", RUNNING);
    }

    assertThat(shell.run("run", "pause", "r1").exitCode()).isZero();
    assertThat(shell.run("run", "resume", "r1").exitCode()).isZero();
    assertThat(shell.run("run", "stop", "r1").exitCode()).isZero();
    assertThat(shell.run("run", "nudge", "r1", "Mind the gap.").exitCode()).isZero();
    assertThat(shell.typing("Typed.").run("run", "nudge", "r1", "-").exitCode()).isZero();
    assertThat(server.requests())
        .containsExactly(
            "POST /api/v1/runs/r1/pause {}",
            "POST /api/v1/runs/r1/resume {}",
            "POST /api/v1/runs/r1/stop {}",
            "POST /api/v1/runs/r1/nudge {\"text\":\"Mind the gap.\"}",
            "POST /api/v1/runs/r1/nudge {\"text\":\"Typed.\"}");
  }

  private static String frame(int seq, String type, String run) {
    return "id: %d\nevent: %s\ndata: %s\n\n"
        .formatted(
            seq, type, EventsCommandTest.event(seq, type, run, "{\"run_id\":\"" + run + "\"}"));
  }
}
