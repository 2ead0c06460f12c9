package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.EventStream;
import io.loom.cli.rest.Json;
import io.loom.cli.rest.ServerEvent;

/// Shows a run's steps as they happen, until it has ended.
///
/// Events only say that there is something to fetch; what is shown comes from the run's journal. So
/// a lost event could delay a step, but never lose it, and each sign of life is a reason to look.
final class RunFollower {
  private final Session session;
  private final String id;
  private final RunScreen runs;
  private long shown;

  RunFollower(Session session, String id, boolean full) {
    this.session = session;
    this.id = id;
    this.runs = new RunScreen(session.screen(), full);
  }

  /// Returns the exit code: 0 when the run completed.
  int follow() {
    long newest = EventStream.newest(session.client());
    var run = fetch();
    if (!session.isJson()) {
      runs.header(run);
    }
    var path = ApiPath.of("events", "stream").with("project_id", text(run, "project_id"));
    try (var events = session.events(path, newest)) {
      showSteps();
      while (!hasEnded(run) && !session.screen().isGone()) {
        awaitNews(events);
        run = fetch();
        showSteps();
      }
    }
    if (!session.isJson()) {
      runs.end(run);
    }
    return text(run, "state").equals("completed") || text(run, "reason").equals("completed")
        ? 0
        : 1;
  }

  private JsonNode fetch() {
    return session.client().get(ApiPath.of("runs", id));
  }

  private static boolean hasEnded(JsonNode run) {
    return !text(run, "ended_at").isEmpty();
  }

  private void awaitNews(EventStream events) {
    var event = events.next();
    while (!concerns(event)) {
      event = events.next();
    }
  }

  private boolean concerns(ServerEvent event) {
    return !event.isLogged()
        || text(event.data(), "subject").equals(id)
        || text(event.data().path("data"), "run_id").equals(id);
  }

  /// Shows the steps that are over and were not shown yet; one under way waits for its end.
  private void showSteps() {
    var steps = session.client().get(ApiPath.of("runs", id, "steps").with("after", shown));
    for (var step : steps) {
      if (text(step, "status").equals("started")) {
        return;
      }
      shown = step.path("n").asLong();
      if (session.isJson()) {
        session.writeJson(Json.line(step));
      } else {
        runs.step(step);
      }
    }
  }
}
