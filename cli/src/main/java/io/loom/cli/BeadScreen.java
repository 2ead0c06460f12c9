package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import io.loom.cli.screen.Tint;
import io.loom.cli.screen.Words;

/// How beads are shown.
final class BeadScreen {
  private final Session session;

  BeadScreen(Session session) {
    this.session = session;
  }

  void list(JsonNode beads, String whenEmpty) {
    session.list(beads, whenEmpty, screen -> table(screen, beads));
  }

  private static Table table(Screen screen, JsonNode beads) {
    var table = new Table("ID", "PRI", "STATUS", "TYPE", "title", "ASSIGNEE", "UPDATED");
    for (var bead : beads) {
      table.row(
          Span.bold(text(bead, "id")),
          Words.priority(bead.path("priority")),
          status(bead),
          Span.dim(text(bead, "type")),
          Span.of(text(bead, "title")),
          Span.of(text(bead, "assigned_to")),
          screen.age(text(bead, "updated_at")));
    }
    return table;
  }

  /// A bead that nobody proved says so wherever its status is shown.
  private static Span status(JsonNode bead) {
    var status = text(bead, "status");
    var proof = text(bead, "verified");
    if (status.equals("closed") && (proof.equals("unverified") || proof.equals("false"))) {
      return new Span("closed, unverified", Tint.YELLOW);
    }
    return Span.status(
        status.equals("open") && bead.path("blocked").asBoolean() ? "blocked" : status);
  }

  void show(JsonNode bead) {
    session.show(
        bead,
        screen -> {
          header(screen, bead);
          var description = text(bead, "description");
          if (!description.isEmpty()) {
            screen.line("");
            screen.paragraph(description, 2);
          }
          waitsFor(screen, bead);
          comments(screen, text(bead, "id"));
          runs(screen, text(bead, "id"));
        });
  }

  private static void header(Screen screen, JsonNode bead) {
    screen.line(Span.bold(text(bead, "title")), Span.dim("  " + text(bead, "id")));
    screen.field("status", status(bead));
    if (!text(bead, "held_because").isEmpty()) {
      screen.field("held because", new Span(text(bead, "held_because"), Tint.YELLOW));
      screen.field("held since", screen.age(text(bead, "held_since")));
    }
    screen.field("type", text(bead, "type"));
    screen.field("priority", Words.priority(bead.path("priority")));
    screen.field("project", text(bead, "project_id"));
    screen.field("parent", text(bead, "parent"));
    screen.field("assignee", text(bead, "assigned_to"));
    screen.field("labels", Words.list(bead.path("tags")));
    screen.field("verified", text(bead, "verified"));
    screen.field("commit", Words.commit(text(bead, "merged_commit")));
    screen.field("cost", Words.money(bead.path("cost_usd")));
    screen.field("dispatched", dispatches(bead.path("dispatch_count").asInt()));
    screen.field("created", screen.age(text(bead, "created_at")));
    screen.field("updated", screen.age(text(bead, "updated_at")));
    screen.field("closed", screen.age(text(bead, "closed_at")));
  }

  private static String dispatches(int count) {
    return count == 0 ? "" : Words.count(count, "time");
  }

  private void waitsFor(Screen screen, JsonNode bead) {
    if (!bead.path("blocked_by").isEmpty()) {
      screen.heading("Waits for");
      screen.table(blockers(bead));
    }
  }

  private Table blockers(JsonNode bead) {
    var table = new Table("ID", "STATUS", "title");
    for (var id : bead.path("blocked_by")) {
      var blocker = find(id.asText());
      table.row(Span.bold(id.asText()), status(blocker), Span.of(text(blocker, "title")));
    }
    return table;
  }

  /// A dependency may name what is gone; that is no reason to show nothing.
  private JsonNode find(String id) {
    try {
      return session.client().get(ApiPath.of("beads", id));
    } catch (Failure e) {
      if (e.kind() == Failure.Kind.REFUSED) {
        return Json.object().put("status", "missing");
      }
      throw e;
    }
  }

  /// Of the answer, only what the bead depends on is wanted; so that is what JSON shows, too.
  void dependencies(JsonNode bead) {
    session.list(
        bead.path("blocked_by"),
        "%s waits for no other bead.".formatted(text(bead, "id")),
        _ -> blockers(bead));
  }

  private void comments(Screen screen, String id) {
    var comments = session.client().get(ApiPath.of("beads", id, "comments"));
    if (comments.isEmpty()) {
      return;
    }
    screen.heading("Comments");
    for (var comment : comments) {
      screen.line(
          Span.of(text(comment, "author_username", "author_id", "author") + "  "),
          screen.age(text(comment, "created_at")));
      screen.paragraph(text(comment, "content"), 2);
    }
  }

  private void runs(Screen screen, String id) {
    var runs = session.client().get(ApiPath.of("runs").with("bead_id", id));
    if (!runs.isEmpty()) {
      screen.heading("Runs");
      screen.table(RunScreen.table(screen, runs));
    }
  }
}
