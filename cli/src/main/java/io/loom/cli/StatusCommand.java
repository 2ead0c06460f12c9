package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Json;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `loom status`.
@Command(
    name = "status",
    description =
        "Say whether the server is well, what it does, and what waits. Exit code 1 if it is unwell.")
final class StatusCommand implements Callable<Integer> {
  private final Session session;

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var health = session.client().getHealth(ApiPath.beside("/health"));
    var dispatcher = session.client().get(ApiPath.of("system", "status"));
    var counts = counts();
    var all = Json.object();
    all.set("health", health);
    all.set("dispatcher", dispatcher);
    all.set("counts", counts);
    session.show(all, screen -> show(screen, health, dispatcher, counts));
    return text(health, "status").equals("unhealthy") ? 1 : 0;
  }

  private ObjectNode counts() {
    return Json.object()
        .put("projects", count(ApiPath.of("projects")))
        .put("ready_beads", count(ApiPath.of("beads").with("ready", true)))
        .put("beads_in_progress", count(ApiPath.of("beads").with("status", "in_progress")))
        .put("open_runs", count(ApiPath.of("runs").with("open", true)))
        .put("open_decisions", count(ApiPath.of("decisions").with("status", "open")))
        .put("agents", count(ApiPath.of("agents")))
        .put("providers", count(ApiPath.of("providers")));
  }

  private int count(ApiPath path) {
    return session.client().get(path).size();
  }

  private void show(Screen screen, JsonNode health, JsonNode dispatcher, JsonNode counts) {
    screen.field("server", session.client().server().toString());
    screen.field("version", text(health, "version"));
    screen.field("health", Span.status(text(health, "status")));
    for (var part : health.path("dependencies").properties()) {
      var status = text(part.getValue(), "status");
      if (!status.equals("healthy")) {
        screen.field(
            "",
            "- %s is %s: %s".formatted(part.getKey(), status, text(part.getValue(), "message")));
      }
    }
    screen.field("dispatcher", Span.status(text(dispatcher, "state")));
    screen.field("because", text(dispatcher, "reason"));
    screen.line("");
    counts
        .properties()
        .forEach(it ->
            screen.line(
                Span.bold("%6s ".formatted(it.getValue().asText())),
                Span.of(it.getKey().replace('_', ' '))));
  }
}
