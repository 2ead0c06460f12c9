package io.loom.bench.demo;

import static io.loom.cli.screen.Words.commit;
import static io.loom.cli.screen.Words.count;

import io.loom.bench.demo.BeadProgress.Stage;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Tint;
import io.loom.cli.screen.Width;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How things stand, as a few rows: a block per bead and a row for the whole.
final class StandingText {
  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final long FRAME_MILLIS = 100;
  private static final int LEAST_TITLE = 8;

  private StandingText() {}

  /// @param width of the rows; titles give way when it is short
  static List<List<Span>> rows(Progress progress, Instant now, int width) {
    var rows = new ArrayList<List<Span>>();
    rows.add(List.of());
    for (var bead : progress.beads()) {
      rows.add(headline(bead, now, width));
      if (bead.isAtWork()) {
        rows.add(List.of(Span.dim("      " + bead.agent + " · "), new Span(bead.doing, Tint.CYAN)));
      }
    }
    rows.add(total(progress, now));
    return rows;
  }

  private static List<Span> headline(BeadProgress bead, Instant now, int width) {
    var mark = mark(bead, now);
    var name = Span.bold(bead.id + "  ");
    var remark = remark(bead, now);
    int room = width - Width.of(mark.text() + name.text() + remark.text());
    var title = Width.cut(Span.of(bead.title).text(), Math.max(LEAST_TITLE, room));
    return List.of(
        mark, name, bead.stage == Stage.WAITING ? Span.dim(title) : Span.of(title), remark);
  }

  private static Span mark(BeadProgress bead, Instant now) {
    return switch (bead.stage) {
      case WAITING -> Span.dim("  ○ ");
      case WORKING, MERGING -> {
        int frame = Math.floorMod(now.toEpochMilli() / FRAME_MILLIS, SPINNER.length);
        yield new Span("  " + SPINNER[frame] + " ", Tint.YELLOW);
      }
      case MERGED -> new Span("  ✓ ", Tint.GREEN);
      case CLOSED -> new Span("  ✗ ", Tint.RED);
    };
  }

  private static Span remark(BeadProgress bead, Instant now) {
    return switch (bead.stage) {
      case WAITING -> Span.dim("  " + waitsFor(bead));
      case WORKING, MERGING -> Span.dim("  " + Elapsed.whole(age(bead, now)));
      case MERGED -> new Span("  " + commit(bead.commit), Tint.GREEN);
      case CLOSED -> new Span("  no commit", Tint.RED);
    };
  }

  private static String waitsFor(BeadProgress bead) {
    if (!bead.doing.isEmpty()) {
      return bead.doing;
    }
    return bead.blockers.isEmpty()
        ? "waits for an agent"
        : "waits for " + String.join(", ", bead.blockers);
  }

  private static Duration age(BeadProgress bead, Instant now) {
    var begun = bead.begun;
    return begun == null || now.isBefore(begun) ? Duration.ZERO : Duration.between(begun, now);
  }

  private static List<Span> total(Progress progress, Instant now) {
    long closed = progress.beads().stream().filter(BeadProgress::isClosed).count();
    return List.of(
        Span.dim(
            "  %d of %s closed · %s · %s · %s"
                .formatted(
                    closed,
                    count(progress.beads().size(), "bead"),
                    count(progress.turns(), "turn"),
                    Dollars.of(progress.costMicros()),
                    Elapsed.whole(progress.since(now)))));
  }
}
