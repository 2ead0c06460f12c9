package io.loom.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.bench.demo.Line.Sign;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Width;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisplayTest {
  private static final String HOSTILE = "a\u001b[2Jb\u0007c\nd\u202ee";

  private final Events events = new Events();
  private final Progress progress = Events.progress(0);
  private final StringWriter written = new StringWriter();

  @Test
  void plainLineHasItsColumnsAndNothingElse() {
    plain().line(line("I test."));

    assertThat(written.toString()).isEqualTo("   4.2s  demo-a    ✓ model    I test.\n");
  }

  @Test
  void hostileTextCommandsNoTerminal() {
    plain().line(line(HOSTILE));
    progress.accept(events.event("run.started", "{'bead_id': 'demo-a', 'agent_name': 'x'}"));
    progress.bead("demo-a").orElseThrow().doing = HOSTILE;
    progress.bead("demo-a").orElseThrow().title = HOSTILE;
    var rows = StandingText.rows(progress, Events.after(3), 80).toString();

    assertThat(written.toString()).contains("abc de").doesNotContain("\u001b", "\u0007", "\u202e");
    assertThat(rows).contains("abc de").doesNotContain("\u001b", "\u0007", "\u202e");
  }

  @Test
  void blockShowsEachBeadAndTheWhole() {
    progress.accept(events.started("demo-a"));
    assertThat(rows(80))
        .satisfiesExactly(
            row -> assertThat(row).isEmpty(),
            row -> assertThat(row).contains("demo-a  First  3s"),
            row -> assertThat(row).contains("Engineer · prepares a workspace"),
            row -> assertThat(row).contains("○ demo-b  Second  waits for demo-a"),
            row -> assertThat(row).contains("0 of 2 beads closed · 0 turns · $0.00 · 3s"));

    progress.accept(events.closed("demo-a", "0123456789abcdef"));
    assertThat(rows(80))
        .anySatisfy(row -> assertThat(row).contains("✓ demo-a  First  0123456789ab"));
  }

  @Test
  void longTitleGivesWayToWhatFollowsIt() {
    progress.bead("demo-b").orElseThrow().title = "A very long title 日本語".repeat(9);

    assertThat(rows(60))
        .allSatisfy(row -> assertThat(Width.of(row)).isLessThanOrEqualTo(60))
        .anySatisfy(row -> assertThat(row).endsWith("…  waits for demo-a"));
  }

  @Test
  void liveBlockIsWrittenOverAndFinishedLinesStayAbove() {
    try (var live = live(false)) {
      live.stand(progress, Events.after(0));
      assertThat(written.toString()).startsWith("\u001b[?2026h\u001b[?25l\u001b[K\n");
      written.getBuffer().setLength(0);
      live.line(line("I test."));
    }

    assertThat(written.toString()).contains("\u001b[4A\r   4.2s  demo-a    ✓ model    I test.");
    assertThat(written.toString()).endsWith("\u001b[J\u001b[?2026l\u001b[?25h");
  }

  @Test
  void whatHasNotChangedIsNotWrittenAgain() {
    var live = live(false);
    live.stand(progress, Events.after(0));
    int before = written.getBuffer().length();
    live.stand(progress, Events.after(0));

    assertThat(written.getBuffer().length()).isEqualTo(before);
  }

  @Test
  void closedDisplayWritesNothingMore() {
    var live = live(false);
    live.close();
    int before = written.getBuffer().length();
    live.line(line("late"));
    live.close();

    assertThat(written.getBuffer().length()).isEqualTo(before);
  }

  @Test
  void coloursAreWrittenOnlyWhereWanted() {
    live(false).line(line("x"));
    assertThat(written.toString()).doesNotContain("\u001b[32m");
    live(true).line(line("x"));
    assertThat(written.toString()).contains("\u001b[32m✓ \u001b[0m");
  }

  @Test
  void rowsNeverReachTheEdgeOfTheTerminal() {
    var live = new LiveDisplay(new PrintWriter(written), false, () -> new TerminalSize(30, 24));
    live.line(line("long ".repeat(40)));

    var text = written.toString().replaceAll("\u001b\\[[?0-9]*[A-Za-z]|[\r\n]", "");
    assertThat(Width.of(text)).isEqualTo(29);
  }

  private List<String> rows(int width) {
    return StandingText.rows(progress, Events.after(3), width).stream()
        .map(row -> String.join("", row.stream().map(span -> span.text()).toList()))
        .toList();
  }

  private static Line line(String text) {
    return new Line(Duration.ofMillis(4_200), "demo-a", Sign.GOOD, "model", text);
  }

  private PlainDisplay plain() {
    return new PlainDisplay(
        new Screen(new PrintWriter(written), () -> Events.BEGIN, Screen.UNLIMITED, false));
  }

  private LiveDisplay live(boolean colors) {
    return new LiveDisplay(new PrintWriter(written), colors, () -> new TerminalSize(80, 24));
  }
}
