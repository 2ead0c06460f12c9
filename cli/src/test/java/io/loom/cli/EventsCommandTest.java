package io.loom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventsCommandTest {
  private static final String STREAM = "GET /api/v1/events/stream";
  private static final String HELLO = "event: connected\ndata: {\"message\":\"hello\"}\n\n";

  private final FakeLoom server;
  private final Shell shell;

  EventsCommandTest() throws IOException {
    server = new FakeLoom();
    shell = Shell.at(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  static String event(int seq, String type, String subject, String data) {
    return "{\"id\":\"e%d\",\"seq\":%d,\"type\":\"%s\",\"timestamp\":\"2026-01-01T12:00:%02dZ\",\"subject\":\"%s\",\"data\":%s}"
        .formatted(seq, seq, type, seq, subject, data);
  }

  private static String frame(int seq) {
    return "id: %d\nevent: bead.created\ndata: %s\n\n"
        .formatted(seq, event(seq, "bead.created", "demo-" + seq, "{\"title\":\"T\"}"));
  }

  private FakeLoom streams(String body) {
    return server.on(STREAM, 200, "text/event-stream", body);
  }

  @Test
  void followingBeginsWithTheNextEvent() {
    server.on("GET /api/v1/events?limit=1", "{\"events\":[{\"seq\":6}],\"count\":1}");
    streams(HELLO + ": keepalive\n\n" + frame(7) + frame(8));

    assertThat(shell.run("events", "--limit", "2").out())
        .isEqualTo(
            """
            12:00:07 bead.created       demo-7 T
            12:00:08 bead.created       demo-8 T
            """);
    assertThat(server.resumed()).containsExactly("6");
  }

  @Test
  void brokenStreamIsResumedWithoutLossOrRepetition() {
    var whole = frame(3);
    // Cut off in the middle of an event; then one that repeats; then a proxy's page.
    streams(HELLO + frame(1) + frame(2) + whole.substring(0, whole.length() - 20));
    streams(HELLO + frame(2) + frame(3));
    server.on(STREAM, 502, "text/html", "<html></html>");
    streams(HELLO + frame(4));

    var outcome = shell.run("events", "--since", "0", "--limit", "4");
    assertThat(outcome.out().lines().map(line -> line.split(" +", -1)[2]))
        .containsExactly("demo-1", "demo-2", "demo-3", "demo-4");
    assertThat(server.resumed()).containsExactly("0", "2", "3", "3");
    assertThat(outcome.err()).contains("broke; trying again.");
  }

  @Test
  void eventWhoseEmptyLineNeverCameIsTakenFromTheNextConnection() {
    var whole = frame(1);
    streams(whole.substring(0, whole.length() - 1));
    streams(whole);

    assertThat(shell.run("events", "--since", "0", "--limit", "1").out()).hasLineCount(1);
    assertThat(server.resumed()).containsExactly("0", "0");
  }

  @Test
  void serverThatStaysAwayEndsTheCommand() {
    streams(frame(1));
    server.on(STREAM, 503, "text/html", "");

    var outcome = shell.run("events", "--since", "0");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).hasLineCount(1);
  }

  @Test
  void streamThatOnlyGreetsIsNotFollowedForEver() {
    streams(HELLO);

    var outcome = shell.run("events", "--since", "0");
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err()).contains("keeps breaking");
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void refusedStreamIsNotTriedAgain() {
    server.on(STREAM, 403, "application/problem+json", "{\"detail\":\"You may not.\"}");

    assertThat(shell.run("events", "--since", "0"))
        .isEqualTo(new Shell.Outcome(1, "", "You may not.\n"));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void jsonIsALinePerEvent() {
    streams(frame(1) + frame(2));

    assertThat(shell.run("events", "--since", "0", "--limit", "2", "-o", "json").out())
        .isEqualTo(
            event(1, "bead.created", "demo-1", "{\"title\":\"T\"}")
                + "\n"
                + event(2, "bead.created", "demo-2", "{\"title\":\"T\"}")
                + "\n");
  }

  @Test
  void filtersReachTheServer() {
    server.on(
        "GET /api/v1/events/stream?project_id=demo&type=run.step",
        200,
        "text/event-stream",
        "id: 1\ndata: "
            + event(
                1,
                "run.step",
                "r1",
                "{\"n\":2,\"kind\":\"gate\",\"name\":\"test\",\"text\":\"ok\"}")
            + "\n\n");

    assertThat(
            shell
                .run("events", "-p", "demo", "--type", "run.step", "--since", "0", "--limit", "1")
                .out())
        .isEqualTo("12:00:01 run.step           r1 2 gate test: ok\n");
  }

  @Test
  void unknownTypeIsMisuse() {
    assertThat(shell.run("events", "--type", "bead.create").err())
        .contains("Did you mean \"bead.created\"?");
  }

  @Test
  void withoutFollowingTheNewestAreListedOldestFirst() {
    server.on(
        "GET /api/v1/events?limit=100",
        "{\"events\":[%s,%s],\"count\":2}"
            .formatted(
                event(9, "run.ended", "r1", "{\"reason\":\"stopped\",\"detail\":\"by ada\"}"),
                event(8, "bead.updated", "demo-1", "{\"status\":\"open\"}")));

    assertThat(shell.run("events", "--no-follow").out())
        .isEqualTo(
            """
            12:00:08 bead.updated       demo-1 status=open
            12:00:09 run.ended          r1 stopped by ada
            """);
  }

  @Test
  void emptyLogIsSaidInASentence() {
    server.on("GET /api/v1/events?limit=100", "{\"events\":[],\"count\":0}");

    assertThat(shell.run("events", "--no-follow").out()).isEqualTo("Nothing has happened yet.\n");
  }
}
