package io.loom.bench.demo;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.bench.demo.EventFeed.News;
import io.loom.bench.demo.Line.Sign;
import io.loom.bench.demo.Progress.Standing;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.LoomClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows the work until all beads are merged, one of them is stuck, or the time is over. A server
/// that dies meanwhile is started again, and the stream goes on where it broke.
final class Watch {
  private static final Duration FRAME = Duration.ofMillis(100);
  private static final Duration QUIET = Duration.ofSeconds(5);

  /// How long somebody else has to start the server again.
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final int MOST_STARTS = 3;

  private final DemoPlace place;
  private final DemoServer server;
  private final Progress progress;
  private final Display display;
  private final InstantSource clock;
  private final LoomClient client;
  private Instant lastNews;
  private @Nullable Instant brokenSince;
  private int starts;

  Watch(
      DemoPlace place, DemoServer server, Progress progress, Display display, InstantSource clock) {
    this.place = place;
    this.server = server;
    this.progress = progress;
    this.display = display;
    this.clock = clock;
    this.client = server.client();
    this.lastNews = clock.instant();
  }

  /// @throws DemoFailure unless all beads are merged in the end
  void follow(Duration limit) throws IOException, DemoFailure, InterruptedException {
    var deadline = clock.instant().plus(limit);
    try (var feed = EventFeed.open(server.client())) {
      while (progress.standing() instanceof Standing.Going) {
        take(feed.await(FRAME));
        reviveServer();
        askWhyNothingHappens();
        display.stand(progress, clock.instant());
        if (clock.instant().isAfter(deadline)) {
          throw notDone("The beads are not all merged after %s.".formatted(Elapsed.whole(limit)));
        }
      }
    }
    display.close();
    if (progress.standing() instanceof Standing.Stuck(var bead, var why)) {
      throw notDone("Bead %s has no commit: %s".formatted(bead, why));
    }
  }

  private void take(News news) {
    switch (news) {
      case News.Happened(var event) -> {
        heard();
        progress.accept(event).ifPresent(display::line);
      }
      case News.Alive() -> brokenSince = null;
      case News.Broke() -> {
        brokenSince = clock.instant();
        say("the connection broke; it is tried again");
      }
      case News.Over(var cause) -> throw cause;
      case News.Nothing() -> {
        // A frame without news.
      }
    }
  }

  private void heard() {
    brokenSince = null;
    lastNews = clock.instant();
  }

  private void say(String words) {
    display.line(new Line(progress.since(clock.instant()), "", Sign.QUESTION, "server", words));
  }

  private void reviveServer() throws IOException, DemoFailure, InterruptedException {
    var broken = brokenSince;
    if (broken == null || clock.instant().isBefore(broken.plus(GRACE)) || server.isAlive()) {
      return;
    }
    if (!place.server().isWanted()) {
      throw new DemoFailure("The demo was stopped.", "make demo starts it afresh.");
    }
    if (!server.isReady()) {
      if (++starts > MOST_STARTS) {
        throw new DemoFailure(
            "Loom ended %d times.".formatted(starts),
            DemoServer.lastLines(place, place.serverLog()));
      }
      say("Loom has ended; it is started again and goes on where it was");
      server.launch();
    }
    brokenSince = null;
  }

  /// When nobody works and no event comes, the server says why.
  private void askWhyNothingHappens() {
    if (progress.isAnyAtWork() || clock.instant().isBefore(lastNews.plus(QUIET))) {
      return;
    }
    lastNews = clock.instant();
    try {
      for (var bead : beads()) {
        progress.held(text(bead, "id"), text(bead, "held_because"));
      }
    } catch (Failure _) {
      // It is away; the stream says so too.
    }
  }

  private JsonNode beads() {
    return client.get(ApiPath.of("beads").with("project_id", Registration.PROJECT));
  }

  /// What the server knows about each bead that is not closed.
  private DemoFailure notDone(String what) {
    var lines = new ArrayList<String>();
    try {
      for (var bead : beads()) {
        if (!text(bead, "status").equals("closed")) {
          lines.add(
              "  %s  %s  %s"
                  .formatted(text(bead, "id"), text(bead, "status"), text(bead, "held_because")));
          lines.addAll(runs(text(bead, "id")));
        }
      }
    } catch (Failure e) {
      lines.addAll(e.sentences());
    }
    lines.add("Its log is %s. Look closer with:".formatted(place.shown(place.serverLog())));
    lines.add("  bin/loom --server-url %s run list".formatted(server.address()));
    return new DemoFailure(what, lines.toArray(String[]::new));
  }

  private List<String> runs(String bead) {
    var lines = new ArrayList<String>();
    for (var run : client.get(ApiPath.of("runs").with("bead_id", bead))) {
      lines.add(
          "    run %s: %s %s %s"
              .formatted(
                  text(run, "id"), text(run, "state"), text(run, "reason"), text(run, "detail"))
              .stripTrailing());
    }
    return lines;
  }
}
